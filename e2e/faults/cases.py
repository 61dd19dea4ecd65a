# SPDX-License-Identifier: Apache-2.0
"""Runs cases one after another: a line each, exit 1 if one failed."""

import argparse
import sys
import time
import traceback

from sidecar import DEFAULT_DIST, Failed


class Cases:
    def __init__(self, name, text):
        self.name = name
        self.parser = argparse.ArgumentParser(prog=f"e2e/{name}.sh", description=text)
        self.parser.add_argument("--dist", default=DEFAULT_DIST, help="a sidecar made by sidecar/dist.sh")
        self.parser.add_argument("--only", default="", help="run the cases that have this in their name")

    def run(self, cases):
        """`cases` is a list of (name, function); it gets the dist and returns its figures."""
        options = self.parser.parse_args()
        chosen = [case for case in cases if options.only in case[0]]
        if not chosen:
            sys.exit(f"e2e/{self.name}.sh: no case has '{options.only}' in its name")
        failed = 0
        for name, function in chosen:
            begin = time.monotonic()
            try:
                verdict, text = "ok", function(options.dist)
            except (Failed, OSError) as error:
                failed += 1
                verdict, text = "FAILED", f"{error}"
                if not isinstance(error, Failed):
                    traceback.print_exc()
            seconds = time.monotonic() - begin
            print(f"{verdict:6} {self.name}: {name}: {text} ({seconds:.1f} s)", flush=True)
        if failed:
            sys.exit(f"e2e/{self.name}.sh: {failed} of {len(chosen)} cases failed")
