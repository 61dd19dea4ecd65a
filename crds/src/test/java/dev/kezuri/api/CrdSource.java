// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Makes the YAML of a CRD from its Java class. */
final class CrdSource {
  private static final String HEAD =
      """
      ---
      # SPDX-License-Identifier: Apache-2.0
      # Generated from the Java types; rewrite: ./mvnw -pl crds -am test -Dgolden.update
      """;

  private CrdSource() {}

  static String yaml(Class<? extends HasMetadata> kind, Consumer<CustomResourceDefinition> finish) {
    CustomResourceDefinition crd = generate(kind);
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
    version
        .getSchema()
        .getOpenAPIV3Schema()
        .setDescription(kind.getAnnotation(JsonClassDescription.class).value());
    crd.getSpec().getNames().setCategories(List.of("kezuri"));
    List<String> columns =
        Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparing(column -> columns.indexOf(column.getName())));
    finish.accept(crd);
    try {
      return HEAD + mapper().writeValueAsString(wholeNumbers(tree(crd)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CustomResourceDefinition generate(Class<? extends HasMetadata> kind) {
    CustomResourceDefinition[] made = new CustomResourceDefinition[1];
    new CRDGenerator()
        .customResourceClasses(List.of(kind))
        .forCRDVersions("v1")
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                made[0] = (CustomResourceDefinition) crd;
                return crd;
              }
            })
        .withOutput(new Nowhere())
        .detailedGenerate();
    return made[0];
  }

  private static JsonNode tree(CustomResourceDefinition crd) throws IOException {
    return mapper().readTree(new KubernetesSerialization().asYaml(crd));
  }

  private static YAMLMapper mapper() {
    return new YAMLMapper(
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .stringQuotingChecker(new DigitsQuoted())
            .build());
  }

  /** Quotes times too: a YAML reader may take them for more than texts. */
  private static final class DigitsQuoted extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value)
          || (!value.isEmpty() && Character.isDigit(value.charAt(0)));
    }
  }

  /** The model has bounds as doubles; 100.0 is 100 to a reader. */
  private static JsonNode wholeNumbers(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        object
            .propertyStream()
            .toList()
            .forEach(e -> object.set(e.getKey(), wholeNumbers(e.getValue())));
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, wholeNumbers(array.get(i)));
        }
        yield array;
      }
      default ->
          node.isFloatingPointNumber() && node.canConvertToExactIntegral()
              ? JsonNodeFactory.instance.numberNode(node.longValue())
              : node;
    };
  }

  private static final class Nowhere extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
    @Override
    protected ByteArrayOutputStream createStreamFor(String crdName) {
      return new ByteArrayOutputStream();
    }
  }
}
