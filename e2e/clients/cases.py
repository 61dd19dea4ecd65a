# SPDX-License-Identifier: Apache-2.0
"""The clients: how to run each one's example, and what is particular to it."""
import dataclasses
import os
import subprocess


@dataclasses.dataclass(frozen=True)
class Client:
    name: str
    tool: str  # of config/tools.sh
    command: list  # gets HOST:PORT and then the arguments
    arguments: list = dataclasses.field(default_factory=list)
    environment: dict = dataclasses.field(default_factory=dict)
    version: str = "1.6.0"  # what it tells of the server's version
    stats: bool = True
    shared: bool = False  # one client for many callers at once
    shows_reason: bool = True  # else it only tells that no ID came
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
        return ["node", self.path("javascript", file)]

    def node_path(self):
        return {"NODE_PATH": os.path.join(self._tools["javascript"], "node_modules")}

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
    """Each is a name, what it needs of config/tools.sh, and how a Client is made in a Kitchen."""
    binary = ["binary"]
    slow = {"singles": 20, "batch": 1000}

    def add(name, tool, make):
        found[name] = (tool, lambda kitchen: make(kitchen, name, tool))

    def simple(command, **particulars):
        return lambda k, name, tool: Client(name, tool, command(k), **particulars)

    def javascript(file, **particulars):
        return lambda k, name, tool: Client(
            name, tool, k.node(file), environment=k.node_path(), shared=True, **particulars
        )

    found = {}
    add("pymemcache", "python", simple(lambda k: k.python("pymemcache_ids.py")))
    add("python-memcached", "python", simple(lambda k: k.python("python_memcached_ids.py")))
    pylibmc = lambda k: k.python("pylibmc_ids.py")
    add("pylibmc-text", "python", simple(pylibmc, shows_reason=False))
    perl = lambda k: ["perl", k.path("perl", "cache_memcached_ids.pl")]
    add("cache-memcached", "perl", simple(perl, shows_reason=False))
    php = lambda k: ["php", k.path("php", "memcached_ids.php")]
    add("php-memcached-text", "php", simple(php))
    go = {"version": "pong", "stats": False, "shared": True}
    add("gomemcache", "go", simple(lambda k: k.go(), **go))
    add("node-memcached", "javascript", javascript("memcached_ids.js"))
    add("libmemcached-text", "libmemcached", simple(lambda k: k.c()))
    spy = lambda k: k.java("SpymemcachedIds")
    add("spymemcached-text", "java", simple(spy, shared=True))
    xmemcached = lambda k: k.java("XmemcachedIds")
    add("xmemcached-text", "java", simple(xmemcached, shared=True))
    telnet = lambda k: [k.path("shell", "curl_telnet_ids.sh")]
    add("curl-telnet", "curl", simple(telnet, **slow))
    return found
