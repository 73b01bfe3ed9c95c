// What is written is JSON, read back by the reader of JSON.
#include "text/json_writer.h"

#include <gtest/gtest.h>

#include "text/json_view.h"

namespace qiuhao::text {
namespace {

TEST(JsonWriter, commas_stand_between_values_alone) {
  JsonWriter json;
  json.begin_object().field("a", 1).field("b", true).key("c").begin_array();
  json.begin_object().end_object().value("x").null().begin_array().end_array();
  json.end_array().field("d", std::optional<std::string>()).field("e", std::vector<std::string>{"p", "q"});
  json.field("g", "z").end_object();
  EXPECT_EQ(json.text(), R"({"a":1,"b":true,"c":[{},"x",null,[]],"d":null,"e":["p","q"],"g":"z"})");
}

TEST(JsonWriter, every_text_reads_back_as_it_was) {
  for (const std::string text : {"", "\"", "\\", "\n\r\t", "医保\x01", "</script>", "{}", "\xF0\x9F\x98\x80"}) {
    JsonWriter json;
    json.begin_object().field(text, text).end_object();
    JsonReader reader;
    const auto view = reader.read(json.text());
    ASSERT_TRUE(view) << json.text();
    EXPECT_EQ(view->find(text).text(), text);
  }
}

}  // namespace
}  // namespace qiuhao::text
