// Drawing states and actions.
#include "workflow/draw.h"

#include <fmt/format.h>

#include <algorithm>

namespace qiuhao::workflow {
namespace {

// Titles of those who may do an action.
std::string doers(const Kind& kind, const Action& action, Language language) {
  if (action.by_clock) return language == Language::chinese ? "期限届满" : "when a term ends";
  std::string joined;
  const auto add = [&](const Sentence& title) {
    joined += (joined.empty() ? "" : language == Language::chinese ? "、" : ", ") + title.in(language);
  };
  for (const Number role : action.roles) add(kind.roles[role].title);
  for (const Number part : action.parts) add(kind.parts[part].title);
  return joined;
}

// Where an action leads from a state: each state once; none when it stays.
std::vector<Number> targets(const Action& action) {
  std::vector<Number> states;
  for (const Branch& branch : action.to) {
    if (std::ranges::find(states, branch.state) == states.end()) states.push_back(branch.state);
  }
  return states;
}

std::string text_of_action(const Kind& kind, const Action& action, Language language) {
  std::string leads;
  for (const Number state : targets(action))
    leads += (leads.empty() ? "" : " | ") + kind.states[state].title.in(language);
  const std::string arrow = leads.empty() ? "" : " ──▶ " + leads;
  return fmt::format("{} [{}]{}", action.title.in(language), doers(kind, action, language), arrow);
}

std::string text_of_deadline(const Deadline& deadline, Language language) {
  const Sentence unit = describe(Term{0, deadline.term->unit});
  std::string number = deadline.term->count.text();
  return fmt::format("⏱ {}: {}{}", deadline.title.in(language), number,
                     unit.in(language).substr(1));  // "0 working days" without its 0
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("'") : std::string(1, c);
  return out + "\"";
}

// Calls edge(from, to, label) for every arrow; `from` is none before the matter is opened.
template <typename Edge>
void each_edge(const Kind& kind, Language language, Edge&& edge) {
  for (const Action& action : kind.actions) {
    const std::string label = fmt::format("{} [{}]", action.title.in(language), doers(kind, action, language));
    for (Number from = 0; from < kind.states.size(); ++from) {
      if (!action.from[from]) continue;
      if (action.to.empty()) edge(std::optional(from), from, label);
      for (const Number to : targets(action)) edge(std::optional(from), to, label);
    }
    if (!action.opens) continue;
    for (const Number to : targets(action)) edge(std::optional<Number>(), to, label);
  }
}

}  // namespace

std::string draw_text(const Kind& kind, Language language) {
  std::string out = fmt::format("{} {} v{}\n", kind.name, kind.title.in(language), kind.version);
  for (const Action& action : kind.actions) {
    if (action.opens) out += fmt::format("\n○ {}\n", text_of_action(kind, action, language));
  }
  for (Number state = 0; state < kind.states.size(); ++state) {
    const State& known = kind.states[state];
    out += fmt::format("\n{} {} ({})\n", known.is_final ? "◉" : "●", known.title.in(language), known.name);
    for (const Deadline& deadline : kind.deadlines) {
      if (deadline.runs_in[state]) out += fmt::format("  │ {}\n", text_of_deadline(deadline, language));
    }
    std::vector<std::string> lines;
    for (const Action& action : kind.actions) {
      if (action.from[state]) lines.push_back(text_of_action(kind, action, language));
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
      out += fmt::format("  {}── {}\n", i + 1 == lines.size() ? "└" : "├", lines[i]);
  }
  return out;
}

std::string draw_graphviz(const Kind& kind, Language language) {
  std::string out = fmt::format("digraph {} {{\n  rankdir=LR;\n  node [shape=box, style=rounded];\n", kind.name);
  out += "  begin [shape=point];\n";
  for (const State& state : kind.states)
    out += fmt::format("  {} [label={}{}];\n", "s_" + state.name, quoted(state.title.in(language)),
                       state.is_final ? ", peripheries=2" : "");
  each_edge(kind, language, [&](std::optional<Number> from, Number to, const std::string& label) {
    out += fmt::format("  {} -> s_{} [label={}];\n", from ? "s_" + kind.states[*from].name : "begin",
                       kind.states[to].name, quoted(label));
  });
  return out + "}\n";
}

std::string draw_mermaid(const Kind& kind, Language language) {
  std::string out = "stateDiagram-v2\n";
  for (const State& state : kind.states)
    out += fmt::format("  state {} as s_{}\n", quoted(state.title.in(language)), state.name);
  each_edge(kind, language, [&](std::optional<Number> from, Number to, const std::string& label) {
    out +=
        fmt::format("  {} --> s_{} : {}\n", from ? "s_" + kind.states[*from].name : "[*]", kind.states[to].name, label);
  });
  for (const State& state : kind.states) {
    if (state.is_final) out += fmt::format("  s_{} --> [*]\n", state.name);
  }
  return out;
}

}  // namespace qiuhao::workflow
