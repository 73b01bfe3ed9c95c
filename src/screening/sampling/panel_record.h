// The record of a draw of people: a line for everybody on the roster.
#pragma once

#include "screening/sampling/panel_draw.h"

namespace qiuhao::screening {

// order,part,id,name,institution,specialties,counts_for,reason,原因 of everybody: the drawn and spares in their order,
// then the others in order of ids.
std::string record_of(const std::vector<Member>& roster, const std::vector<PanelMember>& members,
                      const PanelPlan& plan);

}  // namespace qiuhao::screening
