// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // What the API server adds or leaves out.
        "{'a':1} | {'a':1,'b':2} | ",
        "{'a':0,'b':false,'c':'','d':[],'e':{},'f':null} | {} | ",
        "{'a':{'b':[{'c':'x'}]}} | {'a':{'b':[{'c':'x','scope':'*'}]}} | ",
        "{'a':'b  c\\n d\\n'} | {'a':'b c d'} | ",
        // What somebody changed.
        "{'a':'b c'} | {'a':'bc'} | a",
        "{'a':1} | {} | a",
        "{'a':true} | {} | a",
        "{'a':1} | {'a':2} | a",
        "{'a':{'b':'x'}} | {'a':{'b':'y'}} | a.b",
        "{'a':[1,2]} | {'a':[1,3]} | a[1]",
        "{'a':[1,2]} | {'a':[1]} | a",
        "{'a':[1]} | {'a':[1,2]} | a",
        "{'a':{'b':{'c':1}}} | {'a':{}} | a.b",
        "{'a':{'b':1}} | {'a':'x'} | a",
        "{'a':['x']} | {'a':'x'} | a"
      })
  void shouldNameTheFirstFieldThatIsNotAsShipped(String shipped, String found, String path)
      throws JsonProcessingException {
    assertThat(Difference.first(json(shipped), json(found))).isEqualTo(Optional.ofNullable(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // What the API server fills in.
        "{'a':{}} | {'a':{'matchPolicy':'Equivalent','namespaceSelector':{}}} | ",
        "{'a':[{'b':1}]} | {'a':[{'b':1,'scope':'*'}]} | ",
        // What somebody added.
        "{'a':1} | {'a':1,'matchConditions':[{'name':'x','expression':'false'}]} | matchConditions",
        "{'a':{}} | {'a':{'namespaceSelector':{'matchLabels':{'b':'c'}}}} | a.namespaceSelector",
        "{'a':[{'b':1}]} | {'a':[{'b':1,'scope':'Cluster'}]} | a[0].scope",
      })
  void shouldNameTheFirstFieldThatIsNotShipped(String shipped, String found, String path)
      throws JsonProcessingException {
    assertThat(Difference.added(json(shipped), json(found))).isEqualTo(Optional.ofNullable(path));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
