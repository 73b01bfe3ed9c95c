// How a province or a hospital's software departs from the national interface: names of nodes and fields, numbers of
// transactions, codes, and what is decided about scenes and late answers. Files policy/interface/*.yaml.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "text/json_view.h"

namespace qiuhao::national {

struct Scene {
  std::string name;
  unsigned moments = 0;  // bits of rules::Moment
  bool is_whole_bill = false;
};

enum class Late : std::uint8_t { open, closed };

struct Variant {
  std::string id;  // "national", "hainan"
  std::string name;
  std::vector<std::string> institutions;  // beginnings of fixmedins_code
  std::vector<std::string> regions;       // beginnings of the division code
  bool is_infcode_text = false;
  Late late = Late::open;
  std::chrono::milliseconds deadline{800};
  std::size_t changes_most = 3;
  bool requires_sign_in = false;
  std::map<std::string, std::vector<std::string>> nodes;                          // national name -> others
  std::unordered_map<std::string, std::string> fields;                            // other name -> national one
  std::unordered_map<std::string, std::string> transactions;                      // other number -> national one
  std::map<std::string, std::map<std::string, std::string>, std::less<>> values;  // field -> value sent -> ours
  std::map<std::string, Scene> scenes;
  std::map<std::string, Scene> without_scene;  // by transaction
  std::map<std::string, std::string> severity;
  std::map<std::string, std::string> behaviour;

  // The national name of a field; the name itself where nothing else is said.
  std::string_view field_name(std::string_view sent) const;
  std::string_view value(std::string_view field, std::string_view sent) const;
  // A node by its national or another name.
  text::JsonView node(text::JsonView parent, std::string_view name) const;
  // The same for a plain field.
  text::JsonView field(text::JsonView parent, std::string_view name) const { return node(parent, name); }
};

// All variants of a server. Immutable.
class Variants {
 public:
  // Every *.yaml of the folders; a file of a later folder takes the place of one with the same `interface`. One must be
  // `national`; the others say what differs from it. Every mistake is an Error with its place.
  static Result<Variants> load(const std::vector<std::string>& folders);

  // Of the institution by its code, else its region (the longest beginning wins); national where none fits.
  const Variant& of(std::string_view institution, std::string_view region) const;
  const std::vector<std::unique_ptr<const Variant>>& all() const { return variants_; }

 private:
  std::vector<std::unique_ptr<const Variant>> variants_;  // the national one first
};

}  // namespace qiuhao::national
