// The state diagram of a kind: for a terminal, for Graphviz, for Mermaid.
#pragma once

#include <string>

#include "workflow/kind.h"

namespace qiuhao::workflow {

// State by state: its deadlines, then each action with who does it and where it leads.
std::string draw_text(const Kind& kind, Language language);
std::string draw_graphviz(const Kind& kind, Language language);
std::string draw_mermaid(const Kind& kind, Language language);

}  // namespace qiuhao::workflow
