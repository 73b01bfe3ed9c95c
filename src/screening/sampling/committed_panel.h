// A draw of people from commitment to proof, file by file.
#pragma once

#include <optional>

#include "screening/sampling/panel_draw.h"
#include "screening/sampling/promise.h"

namespace qiuhao::screening {

struct PanelFiles {
  Path roster;
  Path history;  // "" for none
  Path commitment;
  Path seed;
  Path reveal;
  Path record;
};

struct DrawnPanel {
  PanelPlan plan;
  std::vector<Member> roster;
  std::vector<PanelMember> members;
};

// Looks whether the panel can be filled at all (whatever the seed), then writes commitment and seed; answers the
// commitment's SHA-256. Errors: those of read_roster(), read_history(), draw_panel() and make_promise().
Result<std::string> commit_panel(const PanelFiles& files, const PanelPlan& plan, const std::string& public_value,
                                 Seconds now);

// Draws and writes record and reveal. Errors: those of open_promise(), "other_file", reading and draw_panel(),
// "history_missing".
Result<DrawnPanel> draw_committed_panel(const PanelFiles& files, const std::string& public_value);

// What does not fit; empty when the record is the one that was promised. Errors: those of reading.
Result<std::vector<Sentence>> verify_panel(const PanelFiles& files, const std::string& published);

}  // namespace qiuhao::screening
