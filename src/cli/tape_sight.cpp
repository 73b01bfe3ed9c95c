// Explanations and histories as JSON (docs/reference/api.yaml: evidence, personTape).
#include "cli/tape_sight.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "audit/field_text.h"
#include "cli/explain_facts.h"
#include "cli/explained_finding.h"
#include "cli/person_tape.h"

namespace qiuhao::cli {
namespace {

using claims::Entity;
using claims::Link;
using text::JsonWriter;

void write_both(JsonWriter& json, std::string_view key, const Sentence& sentence) {
  json.key(key).begin_object().field("zh", sentence.chinese).field("en", sentence.english).end_object();
}

void write_facts(JsonWriter& json, const rules::Subject& subject) {
  json.key("facts").begin_array();
  for (const FactGroup& group : facts_of(subject)) {
    json.begin_object().field("name", group.name).field("label", group.label).key("facts").begin_array();
    for (const Fact& fact : group.facts) {
      if (fact.value.empty()) continue;
      json.begin_object().field("name", fact.name).field("label", fact.label).field("value", fact.value).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_formulas(JsonWriter& json, const audit::Explanation& why) {
  json.key("formulas").begin_array();
  for (const audit::ExplainedFormula& formula : why.formulas) {
    json.begin_object()
        .field("role", role_en(formula.role))
        .field("name", formula.name)
        .field("text", formula.text)
        .field("value", formula.value)
        .key("steps")
        .begin_array();
    for (const cel::ExplainStep& step : formula.steps) {
      json.begin_object().field("depth", step.depth).field("text", step.text).field("value", step.value).key("truth");
      if (step.is_bool)
        json.value(step.is_true);
      else
        json.null();
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

// The lines of the visits that the finding is about, with those that it blames; and others that windows held.
void write_lines(JsonWriter& json, const PersonRows& rows, const ExplainedSubject& explained,
                 std::set<RowIndex>& visits) {
  const audit::Explanation& why = explained.explanation;
  std::map<RowIndex, const audit::ExplainedRow*> met;
  for (const audit::ExplainedRow& row : why.rows) {
    if (row.of == Entity::line) met[row.row] = &row;
  }
  const std::set<RowIndex> blamed(why.blamed.begin(), why.blamed.end());
  for (const RowIndex line : blamed) visits.insert(rows.part->link(Link::line_visit, line));
  if (visits.empty() && explained.subject->visit() != kNoRow) visits.insert(explained.subject->visit());
  const claims::Range all = rows.part->range(Link::person_lines, rows.person);
  std::vector<RowIndex> shown;
  std::size_t left_out = 0;
  for (RowIndex line = all.begin; line < all.end; ++line) {
    const RowIndex visit = rows.part->link(Link::line_visit, line);
    if (!visits.contains(visit) && !met.contains(line)) continue;
    if (!is_shown_visit(rows, visit)) continue;
    if (shown.size() < kLinesShown || blamed.contains(line))
      shown.push_back(line);
    else
      ++left_out;
  }
  json.key("lines").begin_array();
  for (const RowIndex line : shown) {
    begin_line(json, rows, line);
    const auto row = met.find(line);
    json.field("is_blamed", blamed.contains(line))
        .field("is_subject", line == explained.subject->line())
        .field("windows", row == met.end() ? std::vector<std::string>() : row->second->windows)
        .end_object();
  }
  json.end_array().field("lines_left_out", left_out);
}

void write_money(JsonWriter& json, const ExplainedSubject& explained) {
  const audit::Explanation& why = explained.explanation;
  json.field("gross", format_cents(why.verdict.amount)).key("cap");
  if (why.cap)
    json.value(format_cents(*why.cap));
  else
    json.null();
  json.key("taken").begin_array();
  for (const TakenMoney& taken : explained.taken) {
    json.begin_object()
        .field("rule", taken.rule)
        .field("finding", taken.finding)
        .field("gross", format_cents(taken.gross))
        .field("net", format_cents(taken.net))
        .field("from_here", format_cents(taken.from_here))
        .field("is_this", taken.is_this)
        .end_object();
  }
  json.end_array();
}

void write_words(JsonWriter& json, const ExplainedSubject& explained) {
  json.key("changes").begin_array();
  for (const rules::SmallestChange& change : explained.changes)
    json.begin_object()
        .field("kind", change_name(change.kind))
        .field("zh", change.sentence.chinese)
        .field("en", change.sentence.english)
        .end_object();
  json.end_array().key("exceptions").begin_array();
  for (const casework::Exception& exception : explained.exceptions) {
    const Sentence words = casework::describe(exception);
    json.begin_object().field("id", exception.id).field("zh", words.chinese).field("en", words.english).end_object();
  }
  json.end_array().key("windows").begin_array();
  for (const audit::ExplainedWindow& window : explained.explanation.windows)
    json.begin_object().field("name", window.name).field("value", window.value).end_object();
  json.end_array();
}

std::string evidence_json(FindingAtHand& at_hand, const std::string& only_provider) {
  const ExplainedSubject& explained = at_hand.explained;
  const rules::Subject& subject = *explained.subject;
  JsonWriter json;
  json.begin_object()
      .field("finding", at_hand.found.id)
      .field("run", at_hand.run.folder.filename().string())
      .field("rule_was_changed", at_hand.rule_was_changed)
      .field("outcome", outcome_en(explained.explanation.verdict.outcome));
  write_both(json, "reason", reason_of(explained));
  write_facts(json, subject);
  write_formulas(json, explained.explanation);
  write_money(json, explained);
  write_words(json, explained);
  if (subject.person() == kNoRow) {
    json.key("lines").begin_array().end_array().field("lines_left_out", 0);
    json.key("visits").begin_array().end_array().field("visits_left_out", 0);
    json.key("items").begin_array().end_array();
  } else {
    const PersonRows rows{at_hand.sources.schema.get(), &subject.plan().part(), subject.person(), only_provider};
    std::set<RowIndex> visits;
    write_lines(json, rows, explained, visits);
    write_visits(json, rows, visits);
    write_items(json, rows);
  }
  json.end_object();
  return json.take();
}

class WorkspaceTape : public server::TapeSight {
 public:
  explicit WorkspaceTape(Path workspace) : workspace_(std::move(workspace)) {}

  Result<std::string> evidence(const std::string& run, const std::string& finding,
                               const std::string& only_provider) const override {
    ASSIGN(const auto loaded, run_named(run));
    ASSIGN(const auto at_hand, explain_finding_in(workspace_, *loaded, finding, Language::chinese));
    add_changes(at_hand->explained);
    return evidence_json(*at_hand, only_provider);
  }

  Result<std::string> person(const std::string& pseudonym, const std::string& only_provider) const override {
    ASSIGN(const auto schema, load_schema());
    ASSIGN(const claims::Tape tape, claims::Tape::open(workspace_, *schema));
    const auto place = tape.find_person(pseudonym);
    if (!place) return input_error("no_person", Sentence{"the tape holds no such person", "就医轨迹中没有此人"});
    const claims::Part& part = tape.parts()[place->part];
    const PersonRows rows{schema.get(), &part, place->person, only_provider};
    const auto text = [&](std::string_view field) {
      return audit::field_text(*schema, part, Entity::person, field, place->person);
    };
    JsonWriter json;
    json.begin_object()
        .field("person", pseudonym)
        .field("sex", text("sex"))
        .field("birth_date", text("birth_date"))
        .field("person_type", text("person_type"));
    write_visits(json, rows, {});
    write_items(json, rows);
    json.end_object();
    return json.take();
  }

 private:
  // A run's folder is never written again, but an import changes the tape that its rows are looked up in.
  Result<std::shared_ptr<const RunAtHand>> run_named(const std::string& run) const {
    ASSIGN(const claims::Manifest manifest, claims::read_manifest(workspace_));
    const std::scoped_lock lock(mutex_);
    if (last_ == nullptr || last_->run.folder.filename() != run ||
        last_->sources.tape.manifest().generation != manifest.generation) {
      ASSIGN(RunAtHand loaded, load_run(workspace_, (workspace_ / "exports" / run).string()));
      last_ = std::make_shared<const RunAtHand>(std::move(loaded));
    }
    return last_;
  }

  const Path workspace_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const RunAtHand> last_;
};

}  // namespace

std::shared_ptr<const server::TapeSight> tape_sight_of(const Path& workspace) {
  return std::make_shared<WorkspaceTape>(workspace);
}

}  // namespace qiuhao::cli
