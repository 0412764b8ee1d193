"""jiraone's two functions that change addresses, pointed at the sandbox. The package is used as it is; it lets its address be set."""

from sandbox import ClientTest, moved

HEADER = ("account_id", "current_email", "name", "target_email")


def swapped(one, other):
    """The one row that jiraone takes for a swap: the account, its address, and the address of whoever it swaps with. The other
    account has no row of its own."""
    return (one["id"], one["email"], one["name"], other["email"])


class Changing(ClientTest):
    def test_addresses_change_and_what_was_refused_is_written_back(self):
        sandbox = self.sandbox()
        before = sandbox.addresses()
        first, second, third = sandbox.plain(3)
        unknown = "nobody@elsewhere.example"
        rows = [
            (first["id"], first["email"], first["name"], moved(first)),
            (second["id"], second["email"], second["name"], unknown),
            (third["id"], third["email"], third["name"], moved(third)),
        ]
        file = self.write_rows("emails.csv", [HEADER, *rows])
        self.assert_ended(self.run_script(sandbox, "with_jiraone.py", "bulk_change_email", file))
        self.assertEqual(
            sandbox.addresses(), before | {first["id"]: moved(first), third["id"]: moved(third)}
        )
        self.assertEqual(self.read_rows(file), [list(HEADER), list(rows[1])])


class Swapping(ClientTest):
    def swap(self, *options):
        """Swaps two pairs of people, of whom one is on the last page of the list."""
        sandbox = self.sandbox(*options)
        before = sandbox.addresses()
        people = [account for account in sandbox.managed() if account["status"] == "active"]
        pairs = [(people[0], people[1]), (people[2], people[50])]
        file = self.write_rows("swaps.csv", [HEADER, *(swapped(*pair) for pair in pairs)])
        ended = self.run_script(sandbox, "with_jiraone.py", "bulk_change_swap_email", file)
        after = dict(before)
        for one, other in pairs:
            after[one["id"]], after[other["id"]] = other["email"], one["email"]
        return sandbox, ended, before, after

    def test_two_people_swap_where_links_are_absent_or_filled(self):
        for options in [(), ("--links", "absent"), ("--links", "filled")]:
            with self.subTest(options):
                sandbox, ended, _, swapped_all = self.swap(*options)
                self.assert_ended(ended)
                self.assertEqual(sandbox.addresses(), swapped_all)
                self.assertIn("complete cycle swap of 2 email(s)", ended.stdout)

    def test_a_null_link_is_asked_for_before_anything_is_changed(self):
        sandbox, ended, before, _ = self.swap("--links", "null")
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("MissingSchema", ended.stderr)
        self.assertEqual(sandbox.addresses(), before)
