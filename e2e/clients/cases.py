# SPDX-License-Identifier: Apache-2.0
"""The clients: how to run each one's example, and what is particular to it."""
import dataclasses
import os
import subprocess


@dataclasses.dataclass(frozen=True)
class Client:
    name: str
    command: list  # gets HOST:PORT and then the arguments
    arguments: tuple = ()
    version: str | None = "1.6.0"  # what it tells of the server's version
    stats: bool = True
    shared: bool = False  # one client for many callers at once
    refusal: str = "no lease"  # what it shows when no ID may be issued; the reason if it can
    singles: int = 2500  # for each of two connections; the rest of 10,000 comes by multi-get
    batch: int = 100


class Kitchen:
    """Makes the commands; compiles the examples that need it, into a folder of this run."""

    def __init__(self, top, tools, folder, jdk):
        self._examples = os.path.join(top, "examples")
        self._tools = tools
        self._folder = folder
        self._jdk = jdk

    def path(self, *parts):
        return os.path.join(self._examples, *parts)

    def python(self, file):
        return [self._tools["python"], "-B", self.path("python", file)]

    def node(self, file):
        modules = os.path.join(self._tools["javascript"], "node_modules")
        return ["env", "NODE_PATH=" + modules, "node", self.path("javascript", file)]

    def c(self):
        program = os.path.join(self._folder, "libmemcached_ids")
        source = self.path("c", "libmemcached_ids.c")
        flags = ["-Wall", "-Wextra", "-Werror", "-O1"]
        _run(["cc", *flags, "-o", program, source, "-lmemcached"])
        return [program]

    def go(self):
        program = os.path.join(self._folder, "gomemcache_ids")
        _run([self._tools["go"], "-C", self.path("go"), "build", "-o", program, "."])
        return [program]

    def java(self, main):
        classes = os.path.join(self._folder, "classes")
        os.makedirs(classes, exist_ok=True)
        class_path = os.path.join(self._tools["java"], "*") + os.pathsep + classes
        source = self.path("java", main + ".java")
        javac = os.path.join(self._jdk, "bin", "javac")
        flags = ["-Xlint:all", "-Werror", "-proc:none", "-sourcepath", self.path("java")]
        _run([javac, *flags, "-cp", class_path, "-d", classes, source])
        java = os.path.join(self._jdk, "bin", "java")
        return [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", class_path, main]


def _run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"


def clients():
    """Name of each -> what it needs of config/tools.sh, and how a Kitchen makes its Client."""
    found = {}

    def add(name, tool, command, arguments=(), **particulars):
        found[name] = (tool, lambda k: Client(name, command(k), arguments, **particulars))

    def both(name, tool, command, text_refusal, binary_refusal, **particulars):
        add(name + "-text", tool, command, refusal=text_refusal, **particulars)
        add(name + "-binary", tool, command, ("binary",), refusal=binary_refusal, **particulars)

    reason = Client.refusal
    add("pymemcache", "python", lambda k: k.python("pymemcache_ids.py"))
    add("python-memcached", "python", lambda k: k.python("python_memcached_ids.py"))
    both("pylibmc", "python", lambda k: k.python("pylibmc_ids.py"), "sent no ID", "sent no ID")
    meta = lambda k: k.python("meta_memcache_ids.py")
    add("meta-memcache", "python", meta, version=None, stats=False, refusal="Memcache error")
    perl = lambda k: ["perl", k.path("perl", "cache_memcached_ids.pl")]
    add("cache-memcached", "perl", perl, refusal="sent no ID")
    php = lambda k: ["php", k.path("php", "memcached_ids.php")]
    both("php-memcached", "php", php, reason, "UNKNOWN READ FAILURE")
    ruby = lambda k: ["ruby", k.path("ruby", "dalli_ids.rb")]
    add("dalli", "ruby", ruby, refusal="Temporary failure")
    add("gomemcache", "go", lambda k: k.go(), version="pong", stats=False, shared=True)
    add("node-memcached", "javascript", lambda k: k.node("memcached_ids.js"), shared=True)
    memjs = lambda k: k.node("memjs_ids.js")
    add("memjs", "javascript", memjs, shared=True, refusal="Temporary failure")
    both("libmemcached", "libmemcached", lambda k: k.c(), reason, "UNKNOWN READ FAILURE")
    spy = lambda k: k.java("SpymemcachedIds")
    both("spymemcached", "java", spy, reason, reason, shared=True)
    xmemcached = lambda k: k.java("XmemcachedIds")
    both("xmemcached", "java", xmemcached, reason, "Temporary failure", shared=True)
    # A process for each request.
    slow = {"singles": 20, "batch": 1000}
    add("curl-telnet", "curl", lambda k: [k.path("shell", "curl_telnet_ids.sh")], **slow)
    add("curl-http", "curl", lambda k: [k.path("shell", "curl_http_ids.sh")], **slow)
    return found
