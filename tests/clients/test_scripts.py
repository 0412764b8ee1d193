"""Scripts as administrators publish them in forums, pointed at the sandbox: they end as their authors mean."""

from sandbox import ClientTest, moved


class ChangingAddresses(ClientTest):
    def change(self, script, rows_of, answers="", count=3):
        """Runs a script on a file of the first accounts; everybody in it, and nobody else, has the new address then."""
        sandbox = self.sandbox()
        before = sandbox.addresses()
        wanted = {account["id"]: moved(account) for account in sandbox.plain(count)}
        rows = [(account, before[account], new) for account, new in wanted.items()]
        ended = self.run_script(sandbox, script, rows_of(rows), answers=answers)
        self.assert_ended(ended)
        self.assertEqual(sandbox.addresses(), before | wanted)
        return sandbox, ended

    def test_with_curl_a_comma_behind_each_line(self):
        self.change(
            "change_emails.sh",
            lambda rows: self.write_rows(
                "emails.csv", [("account_id", "old_email", "email", ""), *((*row, "") for row in rows)], end="\n"
            ),
        )

    def test_with_curl_the_line_ends_of_a_spreadsheet(self):
        self.change(
            "change_emails.sh",
            lambda rows: self.write_rows("emails.csv", [("account_id", "old_email", "email"), *rows]),
        )

    def test_by_position(self):
        self.change(
            "change_emails.py",
            lambda rows: self.write_rows("emails.csv", [("account_id", "old_email", "email"), *rows]),
        )

    def test_in_fifties_with_a_byte_order_mark(self):
        _, ended = self.change(
            "change_in_fifties.py",
            lambda rows: self.write_rows("emails.csv", [("\ufeffaccount_id", "old_email", "new_email"), *rows]),
            answers="y\n",
            count=60,
        )
        self.assertEqual(ended.stdout.count("Go on?"), 1)

    def test_what_is_refused_stops_one_script_and_not_the_others(self):
        for script, header, goes_on in [
            ("change_emails.sh", "account_id", True),
            ("change_emails.py", "account_id", False),
            ("change_in_fifties.py", "\ufeffaccount_id", True),
        ]:
            with self.subTest(script):
                sandbox = self.sandbox()
                first, second, third, fourth = sandbox.plain(4)
                rows = [
                    (first["id"], first["email"], moved(first)),
                    # Somebody has this address.
                    (second["id"], second["email"], fourth["email"]),
                    (third["id"], third["email"], moved(third)),
                ]
                file = self.write_rows("emails.csv", [(header, "old_email", "new_email"), *rows])
                ended = self.run_script(sandbox, script, file)
                self.assertEqual(ended.returncode == 0, goes_on, ended.stderr)
                addresses = sandbox.addresses()
                self.assertEqual(addresses[first["id"]], moved(first))
                self.assertEqual(addresses[second["id"]], second["email"])
                self.assertEqual(addresses[third["id"]], moved(third) if goes_on else third["email"])


class StoppingAccounts(ClientTest):
    def file_of(self, sandbox, count):
        rows = [(sandbox.organization, account["id"], account["email"]) for account in sandbox.plain(count)]
        return self.write_rows("bulksuspend.csv", [("org_id", "account_id", "email"), *rows])

    def test_deactivated_with_a_message(self):
        sandbox = self.sandbox()
        before = {account["id"]: account["status"] for account in sandbox.managed()}
        ended = self.run_script(sandbox, "deactivate.py", self.file_of(sandbox, 55), answers="y\n")
        self.assert_ended(ended)
        deactivated = {account["id"]: "deactivated" for account in sandbox.plain(55)}
        after = {account["id"]: account["status"] for account in sandbox.managed()}
        self.assertEqual(after, before | deactivated)

    def test_suspended_by_the_call_of_v1_with_a_body_that_no_document_has(self):
        sandbox = self.sandbox()
        ended = self.run_script(sandbox, "suspend.py", self.file_of(sandbox, 3))
        self.assert_ended(ended)
        self.assertEqual([account["status"] for account in sandbox.plain(4)], [*["suspended"] * 3, "active"])
        self.assertEqual(ended.stdout.count('"message"'), 3)


class Exporting(ClientTest):
    def ids(self, sandbox):
        return [account["id"] for account in sandbox.managed()]

    def test_all_pages_where_links_are_absent_or_filled(self):
        for options in [(), ("--links", "absent"), ("--links", "filled")]:
            with self.subTest(options):
                sandbox = self.sandbox(*options, accounts=260)
                self.assert_ended(self.run_script(sandbox, "export_all.py"))
                header, *rows = self.read_rows("allmanagedusers.csv")
                self.assertEqual(header, ["account_id", "email", "account_status", "access_billable"])
                self.assertEqual(len(rows), 260)
                self.assertEqual({row[0]: row[1] for row in rows}, sandbox.addresses())

    def test_a_null_link_is_followed_into_an_error(self):
        # The form that other clients have seen is no fault of the sandbox; it is what such a script must reckon with.
        sandbox = self.sandbox("--links", "null")
        ended = self.run_script(sandbox, "export_all.py")
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("TypeError", ended.stderr)
        self.assertFalse((self.folder / "allmanagedusers.csv").exists())

    def test_somebody_without_an_address_breaks_the_file_off(self):
        sandbox = self.sandbox("--restricted")
        ended = self.run_script(sandbox, "export_all.py")
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("KeyError: 'email'", ended.stderr)
        rows = self.read_rows("allmanagedusers.csv")
        self.assertTrue(1 < len(rows) < 121, len(rows))

    def test_a_loop_that_ends_at_null_ends_in_every_form(self):
        for form in ["null", "absent", "filled"]:
            with self.subTest(form):
                sandbox = self.sandbox("--links", form)
                ended = self.run_script(sandbox, "export_all.sh")
                self.assert_ended(ended)
                self.assertEqual(ended.stdout.split(), self.ids(sandbox))

    def test_one_page_as_a_table(self):
        sandbox = self.sandbox()
        left_out = ["picture", "product_access", "links.self"]
        self.assert_ended(self.run_script(sandbox, "export_page.py", "users", "orgusers.csv", *left_out))
        header, *rows = self.read_rows("orgusers.csv")
        expected = {"account_id", "account_type", "account_status", "name", "access_billable", "last_active", "email"}
        self.assertEqual(set(header), expected)
        at = header.index("account_id")
        self.assertEqual([row[at] for row in rows], self.ids(sandbox)[:50])

    def test_domains_as_a_table(self):
        sandbox = self.sandbox()
        self.assert_ended(self.run_script(sandbox, "export_page.py", "domains", "domains.csv"))
        header, *rows = self.read_rows("domains.csv")
        names = [row[header.index("attributes.name")] for row in rows]
        states = [row[header.index("attributes.claim.status")] for row in rows]
        verified = {name for name, state in zip(names, states, strict=True) if state == "verified"}
        self.assertEqual(verified, {"example.com", "example.org", "corp.example"})
        self.assertEqual(len(names), 5)

    def test_a_site_at_the_portal(self):
        sandbox = self.sandbox()
        ended = self.run_script(sandbox, "portal_users.py")
        self.assert_ended(ended)
        listed = ended.stdout.split()
        self.assertEqual(len(listed), 20)
        self.assertLessEqual(set(listed), {account["email"] for account in sandbox.look("accounts")})
