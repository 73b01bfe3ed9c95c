// docs/reference/api.yaml, an OpenAPI 3.1 file: which requests there are and what they carry. Routes and checks come
// from it, so the page that people read is what the program does.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/api/schema.h"

namespace qiuhao::server {

struct ApiParameter {
  std::string name;
  bool is_in_path = false;  // else in the query
  bool is_required = false;
  std::shared_ptr<const Schema> schema;
};

struct Operation {
  std::string id;      // "listMatters"
  std::string method;  // "GET"
  std::string path;    // "/api/matters/{number}"
  std::vector<std::string> segments;
  std::vector<ApiParameter> parameters;
  std::shared_ptr<const Schema> body;  // of JSON; null for none
  bool takes_bytes = false;            // the body is a file
  bool is_open = false;                // without signing in
  // By status; null for an answer that is no JSON. Tests hold answers against them.
  std::map<int, std::shared_ptr<const Schema>> answers;
};

// What a path led to.
struct Match {
  const Operation* operation = nullptr;                     // null: the path or the method is none
  std::vector<std::string> methods;                         // of the path, when only the method is wrong
  std::map<std::string, std::string, std::less<>> in_path;  // decoded
};

class Description {
 public:
  // "bad_description", with its place.
  static Result<Description> parse(std::string_view yaml, const std::string& file);
  // The one that this program was built with.
  static Result<Description> built_in();

  const std::vector<Operation>& operations() const { return operations_; }
  const Operation* find(std::string_view id) const;
  Match match(std::string_view method, std::string_view path) const;

 private:
  std::vector<Operation> operations_;
};

// Percent-decoded; nullopt when it is not well formed. With `plus_is_blank` as queries have it.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);

// What a query asks: names with their values in order. nullopt when it is not well formed.
using QueryValues = std::map<std::string, std::vector<std::string>, std::less<>>;
std::optional<QueryValues> parse_query(std::string_view query);

}  // namespace qiuhao::server
