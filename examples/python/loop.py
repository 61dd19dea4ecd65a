# SPDX-License-Identifier: Apache-2.0
"""Requests on standard input, one a line, answered on standard output, one a line."""
import sys


def serve(one, many, version, stats):
    """A number asks for so many IDs; `version` and `stats` for what the server says of itself."""
    for line in sys.stdin:
        request = line.strip()
        try:
            if request == "version":
                answer = version()
            elif request == "stats":
                answer = "\t".join(f"{name}={value}" for name, value in stats().items())
            elif request == "1":
                answer = one()
            else:
                answer = " ".join(str(id_) for id_ in many(int(request)))
        except Exception as e:
            answer = f"error: {type(e).__name__}: {e}"
        print(answer, flush=True)
