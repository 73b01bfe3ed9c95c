// A folder of national tables imported, with all that is shipped to judge it.
#pragma once

#include <set>

#include "audit/audit.h"
#include "base/check.h"
#include "claims/import.h"
#include "knowledge/import.h"

namespace qiuhao::oracle {

inline const Path kSource = QIUHAO_SOURCE_DIR;

// One imported folder with everything an audit needs; made once for all tests of a suite.
struct World {
  Path folder;
  std::shared_ptr<const claims::Schema> schema;
  std::shared_ptr<const knowledge::Library> library;
  std::shared_ptr<const rules::Plan> plan;
  claims::Tape tape;
};

inline Result<World> make_world(const Path& folder) {
  World world;
  world.folder = folder;
  ASSIGN(claims::Schema schema, claims::Schema::load((kSource / "policy/schema").string()));
  world.schema = std::make_shared<const claims::Schema>(std::move(schema));
  ASSIGN(knowledge::Kinds kinds, knowledge::read_kinds(kSource / "policy/knowledge/kinds.yaml"));
  ASSIGN(auto points, knowledge::read_points(kinds, {kSource / "policy/knowledge/starter.csv"}, {}));
  world.library = knowledge::Library::make(std::move(kinds), std::move(points), day_from_civil({2026, 11, 1}));
  ASSIGN(auto rules, rules::load_rules({(kSource / "policy/rules").string()}, {}, *world.schema));
  ASSIGN(auto parameters, rules::Parameters::load({(kSource / "policy/parameters").string()}));
  claims::ImportOptions options;
  options.workspace = folder / "workspace";
  options.inputs = {folder / "tables"};
  if (auto imported = claims::import_files(*world.schema, options); !imported) return std::unexpected(imported.error());
  ASSIGN(world.tape, claims::Tape::open(options.workspace, *world.schema));
  ASSIGN(rules::Registers registers, rules::load_registers(world.schema, rules, options.workspace));
  ASSIGN(world.plan,
         rules::Plan::make(world.schema, std::move(rules), world.library, std::move(parameters), std::move(registers)));
  return world;
}

// Codes that points of the starter knowledge name.
inline std::vector<std::string> starter_items() {
  const auto kinds = knowledge::read_kinds(kSource / "policy/knowledge/kinds.yaml");
  const auto points = knowledge::read_points(*kinds, {kSource / "policy/knowledge/starter.csv"}, {});
  CHECK(points.has_value());
  std::set<std::string> items;
  for (const auto& point : *points) {
    const bool names_items = (*kinds)[*kinds->find_name(point.kind)].codes_of == knowledge::CodesOf::item;
    if (names_items) items.insert(point.items.begin(), point.items.end());
    items.insert(point.limits->needs.begin(), point.limits->needs.end());  // the beginning of a code is one
    if (!point.limits->bundle.empty()) items.insert(point.limits->bundle);
  }
  // The rarest pairs once more, side by side: the random tables take neighbours together.
  std::vector<std::string> codes(items.begin(), items.end());
  for (const auto& point : *points) {
    if (point.kind == "医疗服务项目与医用耗材重复收费")
      codes.insert(codes.end(), point.items.begin(), point.items.end());
  }
  return codes;
}

}  // namespace qiuhao::oracle
