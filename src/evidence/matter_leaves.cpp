// Paths are words of the program and of workflow files; values are written as people read them, hashes and times of
// acts as they were hashed.
#include "evidence/matter_leaves.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "text/document.h"

namespace qiuhao::evidence {
namespace {

using database::KeptAct;
using database::to_hex;
using workflow::Field;
using workflow::Matter;

constexpr std::size_t kWorkflowBytesMost = std::size_t{16} << 20;
constexpr int kActsAPage = 1'000;

std::string_view folder_of(const Field& field) {
  if (field.is_personal) return "personal";
  return casework::is_sealed(field) ? "restricted" : "fields";
}

template <typename T>
std::string title_of(const std::vector<T>& list, const std::string& name) {
  const auto number = workflow::find_named(list, name);
  return number ? list[*number].title.chinese : name;
}

void add_history(Builder& builder, const workflow::Kind& kind, const Matter& matter) {
  for (std::size_t at = 0; at < matter.history.size(); ++at) {
    const workflow::Deed& deed = matter.history[at];
    const auto add = [&](std::string_view name, std::string_view label, const std::string& value) {
      if (!value.empty()) builder.add(fmt::format("matter/history/{}/{}", at + 1, name), label, value);
    };
    add("action", "办理", deed.action);
    add("title", "办理名称", title_of(kind.actions, deed.action));
    add("person", "经办人", deed.person);
    add("unit", "部门", deed.unit);
    add("time", "时间", format_time(deed.at));
    add("from", "原状态", deed.from.empty() ? "" : title_of(kind.states, deed.from));
    add("to", "现状态", title_of(kind.states, deed.to));
    add("note", "说明", deed.note);
  }
}

void add_people_and_papers(Builder& builder, const workflow::Kind& kind, const Matter& matter, const ForWhom& reader) {
  for (const auto& [part, people] : matter.people) {
    for (std::size_t at = 0; at < people.size(); ++at)
      builder.add(fmt::format("matter/people/{}/{}", part, at + 1), title_of(kind.parts, part), people[at]);
  }
  for (const auto& [name, term] : matter.terms) {
    if (term.due != kNoDay)
      builder.add(fmt::format("matter/terms/{}", name), title_of(kind.deadlines, name), format_day(term.due));
  }
  for (std::size_t at = 0; at < matter.documents.size(); ++at) {
    const workflow::AttachedDocument& document = matter.documents[at];
    if (reader && !workflow::may_see_document(kind, matter, document.name, document.reference, *reader)) continue;
    const std::string path = fmt::format("matter/documents/{}/", at + 1);
    builder.add(path + "name", "文书", title_of(kind.documents, document.name));
    builder.add(path + "reference", "文书编号", document.reference);
    builder.add(path + "time", "时间", format_time(document.at));
  }
  for (std::size_t at = 0; at < matter.links.size(); ++at) {
    builder.add(fmt::format("matter/links/{}/relation", at + 1), "关联", matter.links[at].relation);
    builder.add(fmt::format("matter/links/{}/number", at + 1), "关联事项", matter.links[at].number);
  }
}

std::string_view digest_name(Digest digest) { return digest == Digest::sm3 ? "sm3" : "sha256"; }

}  // namespace

Result<MatterRecord> read_matter_record(database::Transaction& transaction, const database::Trail& trail,
                                        const casework::MatterRows& rows, std::string_view number) {
  MatterRecord record;
  ASSIGN(record.matter, rows.load(transaction, number));
  std::int64_t before = 0;
  while (true) {
    ASSIGN(auto page, trail.acts_on(transaction, number, before, kActsAPage));
    if (page.empty()) break;
    before = page.back().sequence;
    std::ranges::move(page, std::back_inserter(record.acts));
    if (record.acts.size() > kActsMost)
      return input_error("too_many_acts", Sentence{fmt::format("{} has more than {} acts", number, kActsMost),
                                                   fmt::format("{} 的办理记录超过 {} 条", number, kActsMost)});
  }
  std::ranges::reverse(record.acts);
  ASSIGN(record.head, trail.head(transaction));
  return record;
}

void add_matter(Builder& builder, const workflow::Kind& kind, const Matter& matter, const ForWhom& reader) {
  builder.add("matter/number", "编号", matter.number);
  builder.add("matter/kind", "类型", kind.title.chinese);
  builder.add("matter/subject", "对象", matter.subject);
  builder.add("matter/region", "区划", matter.region);
  builder.add("matter/opened", "立案日期", format_day(matter.opened));
  builder.add("matter/state", "状态", title_of(kind.states, matter.state));
  builder.add("matter/revision", "修订次数", fmt::to_string(matter.revision));
  for (const Field& field : kind.fields) {
    const auto held = matter.fields.find(field.name);
    if (held == matter.fields.end() || held->second.is_nothing()) continue;
    if (reader && !workflow::may_open(kind, field, *reader)) continue;
    builder.add_long(fmt::format("matter/{}/{}", folder_of(field), field.name), field.title.chinese,
                     workflow::format_value(held->second, field.shape.type));
  }
  add_people_and_papers(builder, kind, matter, reader);
  add_history(builder, kind, matter);
}

void add_acts(Builder& builder, const MatterRecord& record, const std::optional<database::Anchor>& anchor) {
  for (const KeptAct& kept : record.acts) {
    const database::Act& act = kept.act;
    const auto add = [&](std::string_view name, std::string_view label, std::string_view value) {
      builder.add(fmt::format("acts/{}/{}", kept.sequence, name), label, value);
    };
    const auto add_some = [&](std::string_view name, std::string_view label, const std::optional<std::string>& value) {
      if (value) add(name, label, *value);
    };
    add("time", "时间", format_time(act.at / database::kMicrosASecond));
    add("happened_at", "时间（微秒）", fmt::to_string(act.at));
    add("who", "何人", act.who);
    add("where_from", "何处", act.where_from);
    add("what", "何事", act.what);
    add("subject", "对象", act.subject);
    add_some("before", "此前", act.before);
    add_some("after", "此后", act.after);
    add_some("why", "理由", act.why);
    add_some("request", "请求编号", act.request);
    add("previous", "前一条哈希", to_hex(kept.previous));
    add("hash", "本条哈希", to_hex(kept.hash));
  }
  builder.add("trail/id", "审计链编号", record.head.trail);
  builder.add("trail/digest", "审计链摘要算法", digest_name(record.head.digest));
  builder.add("trail/acts", "审计链条数", fmt::to_string(record.head.acts));
  builder.add("trail/hash", "审计链末条哈希", to_hex(record.head.hash));
  if (!anchor) return;
  builder.add("trail/anchor/time", "锚点时间", format_time(anchor->at / database::kMicrosASecond));
  builder.add("trail/anchor/acts", "锚点条数", fmt::to_string(anchor->acts));
  builder.add("trail/anchor/hash", "锚点哈希", to_hex(anchor->hash));
}

Status add_kind(Builder& builder, const workflow::Kind& kind) {
  ASSIGN(const std::string text, read_file(kind.file, kWorkflowBytesMost));
  if (hash128(text).hex() != kind.hash)
    return input_error("workflow_changed",
                       Sentence{"the file was changed meanwhile; run it again", "文件刚被改动；请重新运行"},
                       {kind.file, 0, 0, ""});
  builder.add("kind/name", "流程", kind.name);
  builder.add("kind/version", "流程版本", fmt::to_string(kind.version));
  builder.add("kind/hash", "流程文件哈希（XXH3-128）", kind.hash);
  builder.add_long("kind/text", "流程文件", text);
  return {};
}

Result<std::int64_t> record_sealing(database::Database& database, const database::Trail& trail,
                                    const Sealing& sealing) {
  database::Act act;
  act.who = sealing.who;
  act.where_from = sealing.where_from;
  act.what = "evidence_sealed";
  act.subject = sealing.number;
  act.after = fmt::format(R"({{"root":"{}","digest":"{}","leaves":{},"key":"{}"}})", to_hex(sealing.root),
                          digest_name(sealing.digest), sealing.leaves, sealing.fingerprint);
  if (!sealing.why.empty()) act.why = sealing.why;
  std::int64_t sequence = 0;
  TRY(database.write([&](database::Transaction& transaction) -> Status {
    ASSIGN(sequence, trail.append(transaction, act));
    return {};
  }));
  return sequence;
}

}  // namespace qiuhao::evidence
