# SPDX-License-Identifier: Apache-2.0
"""What the images must be, and that they run as a pod would run them."""

import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import urllib.request

from image import USER, Image, Pod, terminate

SIDECAR_MB = 60
DRAW = pathlib.Path(__file__).parents[2] / "deploy/chart/templates/tests/draw.yaml"
LABELS = ("title", "description", "version", "revision", "created", "licenses", "vendor")
LAYERS = ["system", "runtime", "libraries", "application"]
POD = "3f8e0b0a-0000-4000-8000-000000000017"
LEASE = {
    "v": 1, "generator": "shop/orders", "podUid": POD, "workerId": 17, "turn": 0,
    "notBefore": "2020-01-01T00:00:00.000Z", "notAfter": "2080-01-01T00:00:00.000Z",
    "layout": {"epoch": "2015-01-01T00:00:00.000Z", "timestampBits": 41, "workerBits": 10, "sequenceBits": 12},
}


def check(rule, text):
    if not rule:
        raise AssertionError(text)


def form(image, name, tarball):
    """User, labels, layers, licences, SBOM, rights of files."""
    config = image.config["config"]
    check(config["User"] == f"{USER}:{USER}", f"runs as {config['User']!r}")
    labels = {k.rpartition(".")[2]: v for k, v in config["Labels"].items()}
    check(set(labels) == set(LABELS) and all(labels.values()), f"labels are {labels}")
    check(image.tags == [f"{name}:{labels['version']}"], f"is tagged {image.tags}")
    comments = [entry["comment"] for entry in image.config["history"]]
    check(comments[:4] == LAYERS, f"layers are {comments}")
    writable = image.writable()
    check(writable == ["/tmp"], f"writable, not root's, or setuid: {writable}")
    inside = (image.root / "opt/kezuri/sbom.cdx.json").read_text()
    beside = pathlib.Path(str(tarball).removesuffix(".tar") + ".cdx.json").read_text()
    check(inside == beside, "the SBOM beside the tarball is another than the one inside")
    components = {c["name"]: c["version"] for c in json.loads(inside)["components"]}
    check({"libc6", "dash", "OpenJDK runtime"} <= set(components), f"the SBOM has {sorted(components)}")
    for jar in (image.root / "opt/kezuri/lib").glob("*.jar"):
        artifact, version = re.fullmatch(r"(.+?)-(\d.*)\.jar", jar.name).groups()
        own = artifact == name
        check(own or components.get(artifact) == version, f"{jar.name} is not in the SBOM")
    for package in ("libc6", "dash"):
        check((image.root / f"usr/share/doc/{package}/copyright").is_file(), f"no licence of {package}")


def loader_finds_all(image):
    """Nothing that ldd names is missing in the image."""
    for file in image.files:
        if file.open("rb").read(4) != b"\x7fELF":
            continue
        for line in subprocess.run(["ldd", str(file)], capture_output=True, text=True).stdout.splitlines():
            name = line.split()[0].rpartition("/")[2]
            found = name.startswith("linux-vdso") or any(f.name == name for f in image.files)
            check(found or "statically linked" in line, f"{file} needs {name}")


def sidecar(image, folder):
    """Serves by a lease from its AOT cache, hands IDs to its own client, resigns at TERM."""
    check(image.size_mb() <= SIDECAR_MB, f"is {image.size_mb():.1f} MB, more than {SIDECAR_MB}")
    pod = Pod(image, folder)
    (pod.folder / "kezuri/lease/lease.json").write_text(json.dumps(LEASE))
    env = {
        "KEZURI_POD_UID": POD, "KEZURI_LISTEN": "127.0.0.1:0", "KEZURI_ADMIN_LISTEN": "127.0.0.1:0",
        # Refuses to start where the cache does not fit the jars and the runtime.
        "KEZURI_JAVA_OPTS": "-XX:AOTMode=on",
    }
    server = pod.start(**env)
    try:
        ready = server.stdout.readline()
        port = re.search(r" listen=127\.0\.0\.1:(\d+)", ready)
        check(port, f"not ready: {ready!r} {'' if server.poll() is None else server.stderr.read()!r}")
        drawn = pod.run("get", "-n", "10000", "--listen", f"127.0.0.1:{port[1]}")
        ids = set(drawn.stdout.split())
        check(len(ids) == 10000, f"{len(ids)} IDs of 10000: {drawn.stderr}")
        check({int(i) >> 12 & 1023 for i in ids} == {17}, "IDs of another worker")
        helm_test(pod, f"127.0.0.1:{port[1]}")
        # Of the runtime's classes most that it never needs are left out; not those of a recording.
        admin = re.search(r" admin=(\S+)", ready)[1]
        with urllib.request.urlopen(f"http://{admin}/debug/jfr?seconds=1", timeout=60) as answer:
            check(answer.read(4) == b"FLR\0", "/debug/jfr gives no recording")
    finally:
        code = terminate(server)
    check(code == 0, f"ends with {code} at TERM: {server.stderr.read()}")
    check("17" in pod.message.read_text(), f"its last word is {pod.message.read_text()!r}")
    # The check above would be none if a cache that does not fit were taken.
    with (image.root / "opt/kezuri/runtime/lib/modules").open("ab") as modules:
        modules.write(b"x")
    refused = pod.run("--version", KEZURI_JAVA_OPTS="-XX:AOTMode=on")
    check(refused.returncode != 0, "a cache is taken though the runtime has changed")


def helm_test(pod, address):
    """The script of the chart's test, in the image that runs it; it minds a wrong worker ID."""
    job = DRAW.read_text()
    script = textwrap.dedent(job[job.index("- |\n") + 4:job.index("          resources:")])
    run = lambda worker: pod.run(script, entry=["/bin/sh", "-ec"], KEZURI_ADDRESS=address, KEZURI_WORKER_ID=worker)
    right, wrong = run("17"), run("18")
    check(right.returncode == 0 and "10000 IDs" in right.stdout, f"helm test: {right}")
    check(wrong.returncode == 1 and "is not of 18" in (wrong.stdout + wrong.stderr), f"helm test of another worker ID: {wrong}")


def operator(image, folder):
    """Its help, and the exit codes of docs/operator.md that need no cluster."""
    pod = Pod(image, folder)
    told = pod.run("--help")
    check(told.returncode == 0 and "KEZURI_NAMESPACE" in told.stdout, f"--help: {told}")
    wrong = pod.run("--no-such-flag")
    check(wrong.returncode == 2 and "no-such-flag" in wrong.stderr, f"a wrong flag: {wrong}")
    alone = pod.run(KUBERNETES_SERVICE_HOST="127.0.0.1", KUBERNETES_SERVICE_PORT="1", KEZURI_NAMESPACE="a", KEZURI_IDENTITY="b")
    check(alone.returncode == 4, f"without an API server: {alone}")


def main(folder):
    for name, case in (("kezuri-sidecar", sidecar), ("kezuri-operator", operator)):
        (tarball,) = pathlib.Path(folder).glob(f"{name}-*-linux-*.tar")
        work = tempfile.mkdtemp(prefix="kezuri-images-")
        try:
            image = Image(tarball, work)
            form(image, name, tarball)
            loader_finds_all(image)
            case(image, work)
            digest = hashlib.sha256(tarball.read_bytes()).hexdigest()[:12]
            print(f"{name}: {image.size_mb():.1f} MB in {len(image.layers)} layers, sha256 {digest}: ok")
        except AssertionError as e:
            print(f"{name}: FAILED: {e}", file=sys.stderr)
            return 1
        finally:
            shutil.rmtree(work)
    return 0


sys.exit(main(sys.argv[1]))
