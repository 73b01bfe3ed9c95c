// `qiuhao exceptions`: one proposes, another approves, as users who hold the right.
#include "cli/exceptions_run.h"

#include <fmt/format.h>

#include <set>

#include "audit/field_text.h"
#include "cli/audit_sources.h"
#include "cli/text_table.h"
#include "cli/users_parts.h"
#include "cli/workspace_settings.h"

namespace qiuhao::cli {
namespace {

using casework::Exception;
using casework::ExceptionBy;
using casework::ExceptionStore;
using claims::Entity;

// Signs in, asks whether the user may do `action` in the workspace's region, and does it.
using Change = std::function<Status(const ExceptionStore& store, const ExceptionBy& by)>;
Result<int> as_allowed_user(const ExceptionsOptions& options, std::string_view action, const Change& change) {
  UsersOptions user;
  user.workspace = options.workspace;
  user.as = options.as;
  user.language = options.language;
  return as_user(user, [&](UsersDesk& desk, const identity::By& by, const std::string&) -> Status {
    ASSIGN(const std::string region, workspace_region(options.workspace));
    ASSIGN(const ExceptionStore store, ExceptionStore::open(*desk.records.database, desk.records.trail));
    identity::Target target = identity::Target::in_region(region);
    if (options.number != 0) {
      ASSIGN(const Exception exception, store.find(options.number));
      target.done_before = {exception.proposed_by};
    }
    TRY(desk.records.database->read([&](database::Transaction& transaction) -> Status {
      ASSIGN(const identity::Decision decision,
             identity::may(transaction, desk.policy, by.asker, action, target, desk.now));
      if (decision.is_allowed()) return {};
      return fail(identity::refusal(decision));
    }));
    return change(store, {by.asker.login, desk.where_from, desk.now});
  });
}

Result<int> decide(const ExceptionsOptions& options, bool approve) {
  return as_allowed_user(options, "exception.approve", [&](const ExceptionStore& store, const ExceptionBy& by) {
    return store.decide(by, options.number, approve, options.why);
  });
}

std::string state_text(const ExceptionsOptions& options, const Exception& exception, Day today) {
  if (exception.state == casework::ExceptionState::approved && exception.last() < today)
    return options.say({"over", "已到期"});
  return options.say(casework::title_of(exception.state));
}

}  // namespace

Result<int> propose_exception(const ExceptionsOptions& options) {
  casework::NewException fresh;
  const auto kind = casework::exception_kind_named(options.kind);
  if (!kind)
    return usage_error("bad_kind",
                       Sentence{fmt::format("'{}' is none of person, provider, item and rule", options.kind),
                                fmt::format("“{}”不是 person、provider、item、rule 之一", options.kind)});
  fresh.kind = *kind;
  fresh.subject = options.subject;
  fresh.reason = options.why;
  ASSIGN(fresh.from, day_option("--from", options.from, kNoDay));
  ASSIGN(fresh.to, day_option("--to", options.to, kNoDay));
  return as_allowed_user(
      options, "exception.propose", [&](const ExceptionStore& store, const ExceptionBy& by) -> Status {
        ASSIGN(const std::int64_t number, store.propose(by, fresh));
        fmt::print("{}\n",
                   options.say({fmt::format("proposed as number {}; it holds once another person approved it", number),
                                fmt::format("已提请，编号 {}；由另一人批准后生效", number)}));
        return {};
      });
}

Result<int> approve_exception(const ExceptionsOptions& options) { return decide(options, true); }
Result<int> refuse_exception(const ExceptionsOptions& options) { return decide(options, false); }

Result<int> end_exception(const ExceptionsOptions& options) {
  ASSIGN(const Day last, day_option("--to", options.to, day_of(current_time())));
  return as_allowed_user(options, "exception.end", [&](const ExceptionStore& store, const ExceptionBy& by) {
    return store.end(by, options.number, last, options.why);
  });
}

Result<int> list_exceptions(const ExceptionsOptions& options) {
  ASSIGN(const Day on, day_option("--on", options.on, kNoDay));
  ASSIGN(const Records records, open_records(options.workspace, false));
  ASSIGN(const ExceptionStore store, ExceptionStore::open(*records.database, records.trail));
  const auto state = options.waiting ? std::optional(casework::ExceptionState::proposed) : std::nullopt;
  ASSIGN(const auto listed, store.list(state));
  TextTable table(options.language == Language::chinese
                      ? std::vector<std::string>{"编号", "类别", "对象", "起", "止", "状态", "提请", "复核", "理由"}
                      : std::vector<std::string>{"no", "kind", "subject", "from", "to", "state", "proposed by",
                                                 "decided by", "reason"});
  table.align_right(0);
  const Day today = day_of(current_time());
  for (const Exception& exception : listed) {
    if (on != kNoDay && !exception.is_in_force(on)) continue;
    table.add({fmt::to_string(exception.id), options.say(casework::title_of(exception.kind)), exception.subject,
               format_day(exception.from), format_day(exception.last()), state_text(options, exception, today),
               exception.proposed_by, exception.decided_by, cut_to_width(exception.reason, 60)});
  }
  fmt::print("{}", table.text());
  return 0;
}

Result<std::vector<Exception>> exceptions_of(const Path& workspace, const rules::Subject& subject,
                                             const audit::Explanation& why) {
  const auto records = open_records(workspace, false);
  if (!records && records.error().code == "no_records") return std::vector<Exception>();
  if (!records) return fail(records.error());
  const claims::Part& part = subject.plan().part();
  const auto text = [&](Entity entity, std::string_view field, RowIndex row) {
    return audit::field_text(subject.plan().plan().schema(), part, entity, field, row);
  };
  casework::ClaimSubjects claim;
  claim.rule = subject.rule().code;
  claim.person = text(Entity::person, "id", subject.person());
  if (const cel::Value provider = subject.variable(rules::kProviderSlot); provider.kind == cel::Kind::row)
    claim.provider = text(Entity::provider, "id", static_cast<RowIndex>(provider.integer));
  std::set<std::string> items;
  for (const RowIndex line : why.blamed) items.insert(text(Entity::line, "item", line));
  items.insert(text(Entity::line, "item", subject.line()));
  if (!subject.item().empty()) items.insert(std::string(subject.item()));
  claim.items.assign(items.begin(), items.end());
  ASSIGN(const ExceptionStore store, ExceptionStore::open(*records->database, records->trail));
  return store.in_force(claim, subject.day());
}

}  // namespace qiuhao::cli
