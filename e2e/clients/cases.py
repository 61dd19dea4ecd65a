# SPDX-License-Identifier: Apache-2.0
"""The clients: how to run each one's example, and what is particular to it."""
import dataclasses
import os
import subprocess


@dataclasses.dataclass(frozen=True)
class Client:
    name: str
    command: list  # gets HOST:PORT and then the arguments
    arguments: list = dataclasses.field(default_factory=list)
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
    text, binary = [], ["binary"]
    found = {}

    def add(name, tool, command, **particulars):
        found[name] = (tool, lambda kitchen: Client(name, command(kitchen), **particulars))

    def both(name, tool, command, **particulars):
        add(name + "-text", tool, command, arguments=text, **particulars)

    add("pymemcache", "python", lambda k: k.python("pymemcache_ids.py"))
    add("python-memcached", "python", lambda k: k.python("python_memcached_ids.py"))
    add("pylibmc-text", "python", lambda k: k.python("pylibmc_ids.py"), shows_reason=False)
    add("cache-memcached", "perl", lambda k: ["perl", k.path("perl", "cache_memcached_ids.pl")], shows_reason=False)
    both("php-memcached", "php", lambda k: ["php", k.path("php", "memcached_ids.php")])
    add("gomemcache", "go", lambda k: k.go(), version="pong", stats=False, shared=True)
    add("node-memcached", "javascript", lambda k: k.node("memcached_ids.js"), shared=True)
    both("libmemcached", "libmemcached", lambda k: k.c())
    both("spymemcached", "java", lambda k: k.java("SpymemcachedIds"), shared=True)
    both("xmemcached", "java", lambda k: k.java("XmemcachedIds"), shared=True)
    # A process for each request.
    slow = {"singles": 20, "batch": 1000}
    add("curl-telnet", "curl", lambda k: [k.path("shell", "curl_telnet_ids.sh")], **slow)
    add("curl-http", "curl", lambda k: [k.path("shell", "curl_http_ids.sh")], **slow)
    return found
