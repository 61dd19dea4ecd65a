# SPDX-License-Identifier: Apache-2.0
"""What docs/migrating-from-katsubushi.md says, on katsubushi and on the sidecar."""
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time

import sidecars

ID = re.compile(r"\d{18,19}")
DRAWN = 2000


def run(rig):
    with contextlib.ExitStack() as stack:
        old = stack.enter_context(_server(rig, "katsubushi", [rig.tools["katsubushi"]], 1))
        new = stack.enter_context(_server(rig, "sidecar", _sidecar(rig, "2"), 2))
        ids = []
        for server in (old, new):
            ids += _readme(rig, server)
        _same_stats(rig, old, new)
        ids += _different(rig, old, new)
        ids += _side_by_side(rig, old, new)
        _same_parts(rig, ids[-1])
        last = _ids(_text(rig, old, "GET last"), 1)[0]
    with _server(rig, "successor", _sidecar(rig, "1"), 1) as successor:
        first = _ids(_text(rig, successor, "GET first"), 1)[0]
    assert first > last, f"worker ID 1 went on with {first}, below {last}"
    _unix_socket(rig)
    _refused_flags(rig)
    return [*ids, last, first]


class _Server:
    def __init__(self, port, http, worker_id):
        self.port = port
        self.http = f"http://127.0.0.1:{http}"
        self.worker_id = worker_id


def _sidecar(rig, state):
    """The sidecar with what it needs beside katsubushi's flags, here only a state folder."""
    program = os.path.join(rig.dist, "kezuri-sidecar", "bin", "kezuri-sidecar")
    folder = os.path.join(rig.folder, "katsubushi-" + state)
    return [program, "--admin-listen", "off", "--state-dir", folder, "--allow-tmpfs"]


@contextlib.contextmanager
def _server(rig, name, command, worker_id):
    """Started with katsubushi's own flags, as its README writes them."""
    server = _Server(sidecars.free_port(), sidecars.free_port(), worker_id)
    flags = [f"-worker-id={worker_id}", f"-port={server.port}", f"-http-port={server.http[17:]}"]
    with _running(rig, name, [*command, *flags]):
        for url in ("port", "http"):
            _until(lambda url=url: _answers(server, url), f"{name} does not listen")
        _until(lambda: ID.search(_text(rig, server, "GET a")), f"{name} issues nothing")
        yield server


@contextlib.contextmanager
def _running(rig, name, command):
    with open(os.path.join(rig.folder, name + ".log"), "ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()  # katsubushi waits for its clients
            process.wait()


def _answers(server, what):
    port = server.port if what == "port" else int(server.http[17:])
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(holds, otherwise):
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def _text(rig, server, *lines):
    return _said([rig.tools["nc"], "127.0.0.1", str(server.port)], *lines)


def _said(command, *lines):
    text = "".join(line + "\r\n" for line in (*lines, "QUIT"))
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=20)
    assert done.returncode == 0, f"{command}: {done.stderr.decode()}"
    return done.stdout.decode().replace("\r\n", "\n")


def _curl(rig, url, *flags):
    done = subprocess.run(
        [rig.tools["curl"], "-sS", "--fail-with-body", "--max-time", "10", *flags, url],
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.returncode == 0, f"{url}: {done.stdout}{done.stderr}"
    return done.stdout


def _ids(text, count):
    """Takes an answer to get to pieces, and its IDs out of it."""
    values = re.findall(r"VALUE \S+ 0 (\d+)\n(\d+)\n", text)
    assert len(values) == count and text.endswith("\nEND\n"), text
    assert all(int(length) == len(id_) for length, id_ in values), text
    return [int(id_) for _, id_ in values]


def _readme(rig, server):
    """The commands of katsubushi's README, one after another."""
    ids = _ids(_text(rig, server, "GET new"), 1)
    ids += _ids(_text(rig, server, "GET id1 id2"), 2)
    ids += _ids(re.sub(r"( 0 \d+) \d+\n", r"\1\n", _text(rig, server, "GETS id1")), 1)
    version = _text(rig, server, "VERSION")
    assert re.fullmatch(r"VERSION \S.*\n", version), version
    json_ = ("-H", "Accept: application/json")
    ids += [int(_curl(rig, server.http + "/id"))]
    ids += [int(id_) for id_ in _curl(rig, server.http + "/ids?n=3").split()]
    ids += [int(json.loads(_curl(rig, server.http + "/id", *json_))["id"])]
    ids += [int(id_) for id_ in json.loads(_curl(rig, server.http + "/ids?n=3", *json_))["ids"]]
    assert len(ids) == 12 and ids == sorted(set(ids)), ids
    assert {sidecars.worker_id_of(id_) for id_ in ids} == {server.worker_id}, ids
    return ids


def _same_stats(rig, old, new):
    """What a graph of katsubushi's stats is drawn from is there under the same names."""

    def names(server):
        text = re.findall(r"^STAT (\S+) ", _text(rig, server, "STATS"), re.M)
        return set(text), set(json.loads(_curl(rig, server.http + "/stats")))

    for before, after in zip(names(old), names(new)):
        assert before and before <= after, f"of katsubushi's stats are missing {before - after}"


# What is sent; what katsubushi answers; what the sidecar answers. # is an ID.
DIFFERENT = [
    (["gets k"], r"VALUE k 0 19\n#\nEND\n", r"VALUE k 0 19 #\n#\nEND\n"),
    (
        ["set k 0 0 5", "get a"],
        r"ERROR\nVALUE a 0 19\n#\nEND\n",
        r"SERVER_ERROR read-only.*\n",
    ),
    (
        ["GET / HTTP/1.1", "Host: localhost", "Connection: close", ""],
        r"(VALUE \S+ 0 19\n#\n){2}END\n(ERROR\n){3}",
        r"(?s)HTTP/1.1 200 OK\n.*",
    ),
    (["delete k"], r"ERROR\n", r"NOT_FOUND\n"),
    (["flush_all"], r"ERROR\n", r"OK\n"),
]


def _different(rig, old, new):
    drawn = []
    for lines, *patterns in DIFFERENT:
        for server, pattern in zip((old, new), patterns):
            said = _text(rig, server, *lines)
            assert re.fullmatch(pattern.replace("#", r"\d{19}"), said), f"{lines}: {said!r}"
            drawn += [int(id_) for id_ in set(re.findall(r"\b\d{19}\b", said))]
    for path, *flags in (["/ids"], ["/ids?n=0"], ["/id", "-H", "Origin: http://a.example"]):
        drawn += [int(id_) for id_ in _curl(rig, old.http + path, *flags).split()]
        assert _is_refused(rig, new.http + path, *flags), f"{path} was served"
    return drawn


def _is_refused(rig, url, *flags):
    command = [rig.tools["curl"], "-sS", "--max-time", "10", "-w", "%{http_code}", *flags, url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, f"{url}: {done.stderr}"
    return done.stdout[-3:] in ("400", "403")


def _side_by_side(rig, old, new):
    """Two issuers, two worker IDs, one ID space."""
    keys = "get " + " ".join(f"id{i}" for i in range(DRAWN // 20))
    ids = []
    for _ in range(20):
        for server in (old, new):
            ids += _ids(_text(rig, server, keys), DRAWN // 20)
    assert len(ids) == 2 * DRAWN == len(set(ids)), "an ID came twice"
    assert {sidecars.worker_id_of(id_) for id_ in ids} == {1, 2}
    return ids


def _same_parts(rig, id_):
    old = json.loads(_said_by(rig.tools["katsubushi-dump"], str(id_)))
    cli = os.path.join(rig.dist, "kezuri", "bin", "kubectl-kezuri")
    new = json.loads(_said_by(cli, "decode", "-o", "json", str(id_)))
    new = new[0] if isinstance(new, list) else new
    assert (old["worker_id"], old["sequence"]) == (new["workerId"], new["sequence"]), (old, new)
    assert old["time"].rstrip("Z0") == new["time"].rstrip("Z0"), (old, new)


def _said_by(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def _unix_socket(rig):
    path = os.path.join(rig.folder, "ids.sock")
    with _running(rig, "unix", [*_sidecar(rig, "3"), "-worker-id=3", f"-sock={path}"]):
        _until(lambda: os.path.exists(path), "no socket came")
        command = [rig.tools["nc"], "-U", path]
        _until(lambda: ID.search(_said(command, "GET new")), "nothing is issued over the socket")


def _refused_flags(rig):
    """What has no counterpart is said by name, with what to do instead."""
    for flag, instead in (("-redis=redis://127.0.0.1/0", "operator"), ("-grpc-port=1", "gRPC")):
        command = [*_sidecar(rig, "4"), "-worker-id=4", flag]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
        name = flag.split("=", 1)[0]
        assert done.returncode != 0 and name in done.stderr and instead in done.stderr, done
