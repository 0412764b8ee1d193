"""Calls a function of jiraone, as it comes from its package, on a file of addresses: bulk_change_email or bulk_change_swap_email.

Usage: with_jiraone.py FUNCTION FILE
"""

import os
import sys

from jiraone import manage
from jiraone import module

manage.LINK = os.environ["ATLASSIAN_API"]
getattr(module, sys.argv[1])(sys.argv[2], os.environ["ATLASSIAN_KEY"])
