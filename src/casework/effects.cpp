// Writing what effects ask for.
#include <algorithm>

#include "base/check.h"
#include "casework/made.h"
#include "casework/tables.h"

namespace qiuhao::casework {
namespace {

using database::Parameter;
using workflow::Effect;
using workflow::EffectKind;

std::string text_of(const Effect& effect, std::string_view name) {
  const workflow::EffectArgument* argument = effect.find(name);
  return argument == nullptr || argument->value.is_nothing() ? "" : argument->value.text();
}

std::int64_t number_of(const Effect& effect, std::string_view name, std::int64_t otherwise) {
  const workflow::EffectArgument* argument = effect.find(name);
  return argument == nullptr || argument->value.is_nothing() ? otherwise : argument->value.integer();
}

class Writer {
 public:
  Writer(database::Transaction& transaction, const workflow::Matter& matter, Seconds at)
      : transaction_(transaction), matter_(matter), at_(at) {}

  Status write(const Effect& effect, std::int64_t place) {
    place_ = place;
    switch (effect.kind) {
      case EffectKind::set_deadline:
      case EffectKind::extend_deadline:
      case EffectKind::stop_clock:
      case EffectKind::resume_clock:
      case EffectKind::open_matter: return {};  // they stand in matters
      case EffectKind::notify: return notify(text_of(effect, "to"), text_of(effect, "message"));
      case EffectKind::post_to_ledger:
        return insert("casework_postings", {"scheme", "cents", "memo"},
                      {text_of(effect, "scheme"), number_of(effect, "amount", 0), text_of(effect, "memo")});
      case EffectKind::add_points:
        return insert("casework_points", {"person", "points", "reason"},
                      {text_of(effect, "person"), number_of(effect, "points", 0), text_of(effect, "reason")});
      case EffectKind::suspend:
        return insert("casework_suspensions", {"subject", "from_day", "until_day", "reason"},
                      {text_of(effect, "subject"), number_of(effect, "from", 0), number_of(effect, "until", kNever),
                       text_of(effect, "reason")});
      case EffectKind::publish:
        return insert("casework_publications", {"title", "text"}, {text_of(effect, "title"), text_of(effect, "text")});
      case EffectKind::make_document: return insert("casework_documents", {"document"}, {text_of(effect, "document")});
    }
    CHECK_NOTE(false, "an effect that is none");
    return {};
  }

 private:
  // A part that nobody has yet is told as a whole, so that the message is not lost.
  Status notify(const std::string& recipient, const std::string& message) {
    std::vector<std::string> people = {""};
    if (const auto part = matter_.people.find(recipient); part != matter_.people.end() && !part->second.empty())
      people = part->second;
    for (const std::string& person : people)
      TRY(insert("casework_notices", {"recipient", "person", "message"}, {recipient, person, message}));
    return {};
  }

  Status insert(std::string_view table, std::vector<std::string_view> columns, std::vector<Parameter> values) {
    columns.insert(columns.end(), {"number", "revision", "place", "made_at"});
    const std::initializer_list<Parameter> made = {matter_.number, static_cast<std::int64_t>(matter_.revision), place_,
                                                   at_};
    values.insert(values.end(), made.begin(), made.end());
    const std::vector<std::vector<Parameter>> rows = {std::move(values)};
    return transaction_.insert(table, columns, rows);
  }

  database::Transaction& transaction_;
  const workflow::Matter& matter_;
  Seconds at_;
  std::int64_t place_ = 0;
};

}  // namespace

Status write_effects(database::Transaction& transaction, const workflow::Matter& matter,
                     std::span<const Effect> effects, Seconds at) {
  Writer writer(transaction, matter, at);
  for (std::size_t place = 0; place < effects.size(); ++place)
    TRY(writer.write(effects[place], static_cast<std::int64_t>(place)));
  return {};
}

}  // namespace qiuhao::casework
