// What came, went and changed between two libraries.
#pragma once

#include <string>
#include <vector>

#include "knowledge/knowledge.h"

namespace qiuhao::knowledge {

struct KindChanges {
  std::string kind;
  std::vector<const Point*> came;     // of the later library: ids that the earlier does not have
  std::vector<const Point*> went;     // known before and now superseded or ended; of the earlier library when gone
  std::vector<const Point*> changed;  // of the later library: same id, other content, still open
};

struct Changes {
  std::vector<KindChanges> kinds;  // in the order of kinds.yaml; only kinds with changes

  bool is_empty() const { return kinds.empty(); }
};

// The points belong to the libraries, which must outlive the changes.
Changes compare(const Library& before, const Library& after);

}  // namespace qiuhao::knowledge
