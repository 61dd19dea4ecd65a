// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites a jar whose classes are older than Java 6, with stack maps and nothing else changed: an
 * AOT cache takes no class that has none, nor any class that uses one. Started by dist.sh.
 */
final class StackMaps {
  private static final int WITH_STACK_MAPS = 51;

  private StackMaps() {}

  public static void main(String[] args) throws IOException {
    try (JarFile in = new JarFile(args[0]);
        OutputStream file = Files.newOutputStream(Path.of(args[1]));
        JarOutputStream out = new JarOutputStream(file)) {
      ClassFile rewriter =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(name -> stream(in, name))
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      List<JarEntry> entries = new ArrayList<>(in.stream().toList());
      for (JarEntry entry : entries) {
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (InputStream bytes = in.getInputStream(entry)) {
          out.write(rewritten(rewriter, entry.getName(), bytes.readAllBytes()));
        }
        out.closeEntry();
      }
    }
  }

  private static byte[] rewritten(ClassFile rewriter, String name, byte[] bytes) {
    if (!name.endsWith(".class")) {
      return bytes;
    }
    ClassModel model = rewriter.parse(bytes);
    return model.majorVersion() >= WITH_STACK_MAPS
        ? bytes
        : rewriter.transformClass(
            model,
            // Bodies that no transform touches are copied as they are.
            ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                .andThen(
                    ClassTransform.endHandler(
                        builder -> builder.withVersion(WITH_STACK_MAPS, 0))));
  }

  private static InputStream stream(JarFile jar, java.lang.constant.ClassDesc name) {
    String descriptor = name.descriptorString();
    JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
