// The API's page is read whole, and what it cannot say is refused.
#include "server/api/description.h"

#include <gtest/gtest.h>

#include "server/api/answer.h"

namespace qiuhao::server {
namespace {

const std::string kSmall = R"(openapi: 3.1.0
paths:
  /api/a/{id}:
    get:
      operationId: showA
      summary: One.
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, minimum: 1, maximum: 9}}
        - {name: word, in: query, schema: {type: array, items: {type: string, enum: [x, y]}}}
      responses: {"200": {description: done}, default: {description: problem}}
    post:
      operationId: doA
      summary: Does it.
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/body"}}}}
      responses: {"201": {description: done}, default: {description: problem}}
components:
  schemas:
    body:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: {type: string, minLength: 2, maxLength: 3}
        list: {type: array, maxItems: 2, items: {type: integer}}
        note: {type: [string, "null"]}
        more: {type: object, maxProperties: 1, additionalProperties: {type: boolean}}
)";

std::string swapped(const std::string& before, const std::string& after) {
  std::string text = kSmall;
  const std::size_t at = text.find(before);
  EXPECT_NE(at, std::string::npos) << before;
  return text.replace(at, before.size(), after);
}

TEST(Description, the_built_in_page_is_read) {
  const auto description = Description::built_in();
  ASSERT_TRUE(description) << description.error().text();
  EXPECT_GT(description->operations().size(), 30U);
  EXPECT_TRUE(description->find("signIn")->is_open);
  EXPECT_FALSE(description->find("listMatters")->is_open);
}

TEST(Description, paths_lead_to_operations) {
  const auto description = Description::parse(kSmall, "api.yaml");
  ASSERT_TRUE(description) << description.error().text();
  const Match match = description->match("GET", "/api/a/%34");
  ASSERT_NE(match.operation, nullptr);
  EXPECT_EQ(match.operation->id, "showA");
  EXPECT_EQ(match.in_path.at("id"), "4");
  EXPECT_EQ(description->match("PUT", "/api/a/4").methods, (std::vector<std::string>{"GET", "POST"}));
  for (const char* path : {"/api/a", "/api/a/", "/api/a/4/", "//api/a/4", "/api/a/%3", "/api/a/%zz", "", "api"})
    EXPECT_EQ(description->match("GET", path).operation, nullptr) << path;
}

TEST(Description, values_are_held_against_the_schema) {
  const auto description = Description::parse(kSmall, "api.yaml");
  const Schema& body = *description->find("doA")->body;
  const auto wrong_at = [&](std::string_view json) -> std::string {
    text::JsonReader reader;
    const auto view = reader.read(json);
    EXPECT_TRUE(view) << json;
    const auto wrong = body.check(*view);
    EXPECT_TRUE(!wrong || !wrong->sentence.chinese.empty());
    return wrong ? wrong->pointer : "-";
  };
  EXPECT_EQ(wrong_at(R"({"name":"ab","list":[1,2],"note":null,"more":{"k":true}})"), "-");
  EXPECT_EQ(wrong_at(R"({"name":"医保"})"), "-") << "characters are counted, not bytes";
  EXPECT_EQ(wrong_at(R"([])"), "");
  EXPECT_EQ(wrong_at(R"({})"), "/name");
  EXPECT_EQ(wrong_at(R"({"name":null})"), "/name");
  EXPECT_EQ(wrong_at(R"({"name":"a"})"), "/name");
  EXPECT_EQ(wrong_at(R"({"name":"abcd"})"), "/name");
  EXPECT_EQ(wrong_at(R"({"name":5})"), "/name");
  EXPECT_EQ(wrong_at(R"({"name":"ab","list":[1,2,3]})"), "/list");
  EXPECT_EQ(wrong_at(R"({"name":"ab","list":[1,"2"]})"), "/list/1");
  EXPECT_EQ(wrong_at(R"({"name":"ab","list":[1.5]})"), "/list/0");
  EXPECT_EQ(wrong_at(R"({"name":"ab","a/b":1})"), "/a~1b");
  EXPECT_EQ(wrong_at(R"({"name":"ab","more":{"k":1}})"), "/more/k");
  EXPECT_EQ(wrong_at(R"({"name":"ab","more":{"k":true,"l":true}})"), "/more");
}

TEST(Description, what_is_not_understood_is_refused) {
  const auto told = [](const std::string& content) {
    const auto description = Description::parse(content, "api.yaml");
    return description ? "" : description.error().code;
  };
  EXPECT_EQ(told(swapped("maximum: 9", "exclusiveMaximum: 9")), "bad_description");
  EXPECT_EQ(told(swapped("type: integer, minimum", "type: number, minimum")), "bad_description");
  EXPECT_EQ(told(swapped("schemas/body\"", "schemas/nobody\"")), "bad_description");
  EXPECT_EQ(told(swapped("operationId: doA", "operationId: showA")), "bad_description");
  EXPECT_EQ(told(swapped("in: path", "in: query")), "bad_description");
  EXPECT_EQ(told(swapped("required: [name]", "required: [nome]")), "bad_description");
  EXPECT_EQ(told(swapped("default: {description: problem}", "\"404\": {description: no}")), "bad_description");
  EXPECT_EQ(told(swapped("    get:", "    trace:")), "bad_description");
}

TEST(Description, queries_are_decoded) {
  const auto values = parse_query("a=1&a=2&b=%E5%8C%BB+%2B&c&&d=");
  ASSERT_TRUE(values.has_value());
  EXPECT_EQ(values->at("a"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(values->at("b").front(), "医 +");
  EXPECT_EQ(values->at("c").front(), "");
  EXPECT_FALSE(parse_query("a=%4").has_value());
  EXPECT_FALSE(parse_query("%g1=1").has_value());
}

TEST(Answer, the_language_that_comes_first_is_taken) {
  EXPECT_EQ(language_of(""), Language::chinese);
  EXPECT_EQ(language_of("zh-CN,zh;q=0.9,en;q=0.8"), Language::chinese);
  EXPECT_EQ(language_of("en-GB,en;q=0.9,zh;q=0.1"), Language::english);
  EXPECT_EQ(language_of("fr"), Language::chinese);
}

}  // namespace
}  // namespace qiuhao::server
