"""A sandbox organization for a test, and programs of other people that are pointed at it."""

import csv
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import requests

SCRIPTS = Path(__file__).parent / "scripts"

# No script needs a tenth of this. One that goes round in a circle must not hold the tests up for ever.
LONGEST_SECONDS = 120


class Sandbox:
    """The server, and a look behind it."""

    def __init__(self, *options, accounts=120):
        program = os.environ.get("ROLLCALL_SANDBOX")
        if not program:
            raise RuntimeError("ROLLCALL_SANDBOX is not set. Run the tests with: cargo xtask test clients")
        self._process = subprocess.Popen(
            [program, "--accounts", str(accounts), *options], stdout=subprocess.PIPE, text=True
        )
        self._said = {}
        for line in self._process.stdout:
            name, value = line.rstrip("\n").split("=", 1)
            self._said.setdefault(name, value)
            if name == "session":
                break

    def __getattr__(self, name):
        return self._said[name]

    def end(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def look(self, route):
        answer = requests.get(
            f"{self.address}/sandbox/{route}", headers={"Authorization": f"Bearer {self.key}"}, timeout=60
        )
        answer.raise_for_status()
        return answer.json()

    def managed(self):
        """The accounts that the organization has claimed, as they are now."""
        return [account for account in self.look("accounts") if account["managed"]]

    def plain(self, count):
        """So many accounts that can be changed in every way."""
        return self.managed()[:count]

    def addresses(self):
        """The address of each managed account, by id."""
        return {account["id"]: account["email"] for account in self.managed()}

    def status_of(self, account):
        return next(at["status"] for at in self.look("accounts") if at["id"] == account)


class ClientTest(unittest.TestCase):
    """A test with a folder of its own, in which the scripts run."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def sandbox(self, *options, **how):
        sandbox = Sandbox(*options, **how)
        self.addCleanup(sandbox.end)
        return sandbox

    def run_script(self, sandbox, name, *arguments, answers=""):
        """Runs a script to its end. `answers` are the lines that it is told when it asks."""
        interpreter = {".py": sys.executable, ".sh": "bash"}[Path(name).suffix]
        environment = os.environ | {
            "ATLASSIAN_API": sandbox.address,
            "ATLASSIAN_KEY": sandbox.key,
            "ATLASSIAN_ORG": sandbox.organization,
            "ATLASSIAN_SITE": sandbox.site,
            "ATLASSIAN_SESSION": sandbox.session,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }
        return subprocess.run(
            [interpreter, SCRIPTS / name, *arguments],
            cwd=self.folder,
            env=environment,
            input=answers,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )

    def assert_ended(self, ended):
        self.assertEqual(ended.returncode, 0, ended.stderr)

    def write(self, name, text):
        """Writes a file as it stands: with its line ends, and its byte order mark as a character."""
        (self.folder / name).write_bytes(text.encode())
        return name

    def write_rows(self, name, rows, end="\r\n"):
        return self.write(name, "".join(",".join(row) + end for row in rows))

    def read_rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.reader(file))


def moved(account, domain="example.org"):
    """The address of an account on another domain of the organization."""
    return f"moved.{account['email'].split('@')[0]}@{domain}"


