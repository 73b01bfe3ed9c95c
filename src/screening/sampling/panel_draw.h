// Who is drawn, who is a spare, who may not be drawn and why.
#pragma once

#include <array>

#include "screening/sampling/panel_plan.h"

namespace qiuhao::screening {

// Why somebody may not be drawn, in the order in which they are told.
enum class Exclusion : std::uint8_t { works_there, worked_there, stated_conflict, drawn_too_often };
inline constexpr std::size_t kExclusions = 4;

std::string_view code_of(Exclusion exclusion);  // works_there …
Sentence sentence_of(Exclusion exclusion);

enum class PanelPart : std::uint8_t {
  drawn,
  spare,        // next in the order of the draw, of those not drawn
  not_needed,   // could be drawn, the panel was full
  passed_over,  // could be drawn, but then a quota or the number of institutions could not have been met
  excluded
};
std::string_view code_of(PanelPart part);

struct PanelMember {
  std::uint32_t member = 0;  // of the roster
  PanelPart part = PanelPart::not_needed;
  std::uint32_t order = 0;            // from 1: among the drawn, and going on among the spares; 0 for the others
  std::vector<Exclusion> exclusions;  // of the excluded, all that apply
  std::uint32_t times = 0;            // drawn in the period, by the history
  std::string quota;                  // the specialty that a drawn member counts for; "" for none
};

// Of every member of the roster, in its order. The whole roster is shuffled (stream "people") and gone through: who is
// not excluded is drawn unless the rest of the panel could not be filled then; spares are the first of the order who
// were not drawn. Errors: "too_few_people" names what cannot be met and how many each rule removes.
Result<std::vector<PanelMember>> draw_panel(const std::vector<Member>& roster, const DrawHistory& history,
                                            const PanelPlan& plan, const Digest& key);

// How many a rule removes, and how many of them no other rule does.
struct Removed {
  std::uint32_t all = 0;
  std::uint32_t alone = 0;
};
std::array<Removed, kExclusions> removed_by(std::span<const PanelMember> members);

}  // namespace qiuhao::screening
