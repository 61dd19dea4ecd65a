// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Properties;

/** CycloneDX of an image: Maven's, of the jars, with the runtime and the system's packages. */
final class BillOfMaterials {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private BillOfMaterials() {}

  static String of(Program program, Collection<DebianPackage> packages) throws IOException {
    if (!Files.isRegularFile(program.bill())) {
      throw new ImageException(program.bill() + " is missing: run ./mvnw -Psbom package");
    }
    ObjectNode bill = (ObjectNode) JSON.readTree(program.bill().toFile());
    ArrayNode components = bill.withArray("/components");
    components.add(runtime(program.folder().resolve("runtime/release")));
    packages.forEach(p -> components.add(system(p)));
    return JSON.writeValueAsString(bill) + "\n";
  }

  private static ObjectNode runtime(Path release) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(release)) {
      properties.load(in);
    }
    String version = unquoted(properties, "JAVA_RUNTIME_VERSION", "JAVA_VERSION");
    ObjectNode component = component("platform", "OpenJDK runtime", version);
    component.put("publisher", unquoted(properties, "IMPLEMENTOR", "JAVA_VERSION"));
    component.put("description", "jlink of " + unquoted(properties, "MODULES", "JAVA_VERSION"));
    component.put(
        "cpe", "cpe:2.3:a:oracle:openjdk:" + version.replaceFirst("[+-].*", "") + ":*:*:*:*:*:*:*");
    ObjectNode license = component.putArray("licenses").addObject().putObject("license");
    license.put("name", "GPL-2.0-only WITH Classpath-exception-2.0");
    return component;
  }

  private static String unquoted(Properties properties, String key, String instead) {
    return properties
        .getProperty(key, properties.getProperty(instead, "unknown"))
        .replace("\"", "");
  }

  private static ObjectNode system(DebianPackage of) {
    ObjectNode component = component("library", of.name(), of.version());
    component.put("description", "licences: " + of.copyright());
    component.put(
        "purl",
        "pkg:deb/debian/%s@%s?arch=%s&upstream=%s"
            .formatted(
                of.name(), of.version().replace("+", "%2B"), of.architecture(), of.source()));
    return component;
  }

  private static ObjectNode component(String type, String name, String version) {
    return JSON.createObjectNode().put("type", type).put("name", name).put("version", version);
  }
}
