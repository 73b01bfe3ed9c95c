// Looking through the numbers of rows.
#include "audit/find_subject.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/peers.h"
#include "rules/subjects.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;
using rules::Grain;

std::unexpected<Error> not_found(Entity entity, std::string_view id) {
  switch (entity) {
    case Entity::line:
      return input_error(
          "no_such_line",
          Sentence{fmt::format("no fee line has the number '{}'; it is bkkp_sn of fee_list_d, and the "
                               "column 'line' of findings",
                               id),
                   fmt::format("没有明细流水号为“{}”的费用；它是 fee_list_d 的 bkkp_sn，也是发现的 line 列", id)});
    case Entity::visit:
      return input_error("no_such_visit",
                         fmt::format("no visit has the number '{}'; it is mdtrt_id of mdtrt_d, and the column "
                                     "'visit' of findings",
                                     id));
    case Entity::diagnosis:
      return input_error("no_such_diagnosis",
                         Sentence{fmt::format("no diagnosis has the number '{}'; it is setl_list_diag_id of "
                                              "setl_list_diag_d, and the column 'diagnosis' of findings",
                                              id),
                                  fmt::format("没有诊断流水号为“{}”的诊断；它是 setl_list_diag_d 的 "
                                              "setl_list_diag_id，也是发现的 diagnosis 列",
                                              id)});
    case Entity::operation:
      return input_error("no_such_operation",
                         Sentence{fmt::format("no operation has the number '{}'; it is setl_list_oprn_id of "
                                              "setl_list_oprn_d, and the column 'operation' of findings",
                                              id),
                                  fmt::format("没有手术流水号为“{}”的手术操作；它是 setl_list_oprn_d 的 "
                                              "setl_list_oprn_id，也是发现的 operation 列",
                                              id)});
    default:
      return input_error("no_such_person",
                         fmt::format("nobody has the pseudonym '{}'; it is the column 'person' of findings", id));
  }
}

RowIndex person_of_line(const claims::Part& part, RowIndex line) {
  return part.link(Link::visit_person, part.link(Link::line_visit, line));
}

RowIndex person_of(const claims::Part& part, Entity entity, RowIndex row) {
  switch (entity) {
    case Entity::line: return person_of_line(part, row);
    case Entity::visit: return part.link(Link::visit_person, row);
    case Entity::diagnosis: return part.link(Link::visit_person, part.link(Link::diagnosis_visit, row));
    case Entity::operation: return part.link(Link::visit_person, part.link(Link::operation_visit, row));
    default: return row;
  }
}

// What a finding of a grain names its subject by: a person's day by the person.
const std::string& name_of(const SubjectNames& names, Grain grain) {
  switch (grain) {
    case Grain::line:
    case Grain::pair: return names.line;
    case Grain::visit: return names.visit;
    case Grain::diagnosis: return names.diagnosis;
    case Grain::operation: return names.operation;
    default: return names.person;
  }
}

bool belongs(const rules::Subject& subject, RowIndex line) {
  const claims::Part& part = subject.plan().part();
  switch (subject.grain()) {
    case Grain::line: return subject.line() == line;
    case Grain::pair: return subject.line() == line || subject.ref().other == line;
    case Grain::visit:
    case Grain::diagnosis:
    case Grain::operation: return subject.visit() == part.link(Link::line_visit, line);
    case Grain::person: return true;
    case Grain::person_day: break;
    case Grain::provider_period: return false;
  }
  const auto lines = subject.own_lines();
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

}  // namespace

Result<RowPlace> find_row(const claims::Tape& tape, const claims::Schema& schema, Entity entity, std::string_view id) {
  const claims::FieldIndex field = schema.of(entity).find("id");
  for (std::size_t part = 0; part < tape.parts().size(); ++part) {
    const Column* ids = tape.parts()[part].column(entity, field);
    if (ids == nullptr) continue;
    std::string text;  // nothing is kept of the rows that are passed over
    for (RowIndex row = 0; row < ids->rows; ++row) {
      if (!ids->has(row)) continue;
      text.clear();
      ids->append_text(row, text);
      if (text == id && !tape.parts()[part].is_gone(person_of(tape.parts()[part], entity, row)))
        return RowPlace(static_cast<std::uint16_t>(part), row);
    }
  }
  return not_found(entity, id);
}

Result<SubjectPlace> find_subject(const claims::Tape& tape, const rules::Plan& plan, rules::RuleIndex rule,
                                  rules::PointIndex point, const SubjectNames& names) {
  const Grain grain = plan.rules()[rule].grain;
  const Entity entity = grain == Grain::person_day ? Entity::person : rules::entity_of(grain);
  ASSIGN(const RowPlace place, find_row(tape, plan.schema(), entity, name_of(names, grain)));
  SubjectPlace found{place.first, {rule, point, place.second, kNoRow}};
  if (grain != Grain::pair && grain != Grain::person_day) return found;
  const claims::Part& part = tape.parts()[place.first];
  const RowIndex person = grain == Grain::pair ? person_of_line(part, place.second) : place.second;
  const claims::Range lines = part.range(Link::person_lines, person);
  const Column* ids = part.column(Entity::line, plan.fields().line_id);
  const Column* days = part.column(Entity::line, plan.fields().line_day);
  for (RowIndex line = lines.begin; line < lines.end; ++line) {
    if (grain == Grain::pair && ids->text(line) == names.left_line) {
      found.subject.other = line;
      return found;
    }
    if (grain == Grain::person_day && days->day(line) == names.day) {
      found.subject.row = line;
      return found;
    }
  }
  if (grain == Grain::pair) return not_found(Entity::line, names.left_line);
  return input_error("no_such_day", fmt::format("{} has no fee line on {} any more; audit again", names.person,
                                                format_day(names.day)));
}

Result<rules::SubjectRef> find_month(const rules::PeerTable& peers, rules::RuleIndex rule, const SubjectNames& names) {
  const auto cells = peers.cells(rule);
  for (RowIndex number = 0; number < cells.size(); ++number) {
    const rules::PeerKey& key = cells[number].key;
    if (key.provider == names.provider && key.month == names.day && group_text(key) == names.peer_group) {
      return rules::SubjectRef{rule, rules::kNoPoint, number, kNoRow};
    }
  }
  return input_error("no_such_month", fmt::format("{} has too few visits in the month of {} now; audit again",
                                                  names.provider, format_day(names.day)));
}

std::vector<rules::SubjectRef> subjects_with_line(const rules::PartPlan& plan, rules::RuleIndex rule, RowIndex line) {
  std::vector<rules::SubjectRef> found;
  rules::Subject subject(plan);
  subject.set_person(person_of_line(plan.part(), line));
  rules::for_each_subject(subject, plan.plan().rules()[rule].grain, [&] {
    if (subject.rule_index() == rule && belongs(subject, line)) found.push_back(subject.ref());
  });
  return found;
}

}  // namespace qiuhao::audit
