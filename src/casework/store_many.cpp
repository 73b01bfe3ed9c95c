// Acts on many matters, and the clock of all: some in each transaction, each with an end of its own.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "casework/store.h"

namespace qiuhao::casework {

using database::Transaction;
using workflow::Act;

namespace {

Origin origin_of(const Origin& all, const std::string& one) {
  return {all.where_from, all.request.empty() ? "" : fmt::format("{}/{}", all.request, one)};
}

}  // namespace

// An error of one is its own: before it is planned it has written nothing. Where a statement failed, the commit is
// refused, and its error is that of all.
template <typename DoOne>
std::vector<Result<Reply>> MatterStore::do_many(std::size_t count, const DoOne& do_one) const {
  std::vector<Result<Reply>> replies;
  for (std::size_t begin = 0; begin < count; begin += kActsAtOnce) {
    const std::size_t end = std::min(count, begin + kActsAtOnce);
    std::vector<Result<Reply>> some;
    const Status status = database_->write([&](Transaction& transaction) -> Status {
      some.clear();
      for (std::size_t place = begin; place < end; ++place) some.push_back(do_one(transaction, place));
      return {};
    });
    if (!status) some.assign(end - begin, std::unexpected(status.error()));
    std::ranges::move(some, std::back_inserter(replies));
  }
  return replies;
}

std::vector<Result<Reply>> MatterStore::open_many(std::span<const Opening> openings, const Origin& origin) const {
  return do_many(openings.size(), [&](Transaction& transaction, std::size_t place) {
    Opening opening = openings[place];
    opening.act.in_bulk = true;
    return open_in(transaction, opening, origin_of(origin, std::to_string(place)));
  });
}

std::vector<Result<Reply>> MatterStore::perform_many(std::span<const std::string> numbers, const Act& act,
                                                     const Origin& origin) const {
  Act each = act;
  each.in_bulk = true;
  return do_many(numbers.size(), [&](Transaction& transaction, std::size_t place) {
    return perform_in(transaction, numbers[place], each, origin_of(origin, numbers[place]));
  });
}

Result<Passing> MatterStore::pass_time(Seconds now) const {
  Passing passing;
  std::vector<std::string> due;
  // Keys, not offsets: matters that went on are due later, and one that was refused must not be met again.
  std::int64_t last_wakes = -1'000'000;
  std::string last_number;
  do {
    due.clear();
    Passing part;
    std::pair<std::int64_t, std::string> end{last_wakes, last_number};
    TRY(database_->write([&](Transaction& transaction) -> Status {
      part = {};
      due.clear();
      ASSIGN(
          const auto rows,
          transaction.query("select wakes, number from casework_matters where wakes <= ? and (wakes, number) > (?, ?) "
                            "order by wakes, number limit ?",
                            {day_of(now), last_wakes, last_number, static_cast<std::int64_t>(kActsAtOnce)},
                            {database::Kind::number, database::Kind::text}));
      for (const database::Row& row : rows) due.push_back(row.text(1));
      for (const std::string& number : due) TRY(pass_time_in(transaction, number, now, part));
      if (!rows.empty()) end = {rows.back().number(0), rows.back().text(1)};
      return {};
    }));
    std::tie(last_wakes, last_number) = end;
    passing.changed += part.changed;
    std::ranges::move(part.refused, std::back_inserter(passing.refused));
    std::ranges::move(part.errors, std::back_inserter(passing.errors));
  } while (!due.empty());
  return passing;
}

Status MatterStore::pass_time_in(Transaction& transaction, const std::string& number, Seconds now,
                                 Passing& passing) const {
  auto matter = rows_.load(transaction, number);
  if (!matter) {
    passing.errors.push_back(std::move(matter).error());
    return {};
  }
  Planner planner(transaction, *kinds_, *calendar_);
  auto answer = planner.pass_time(*matter, now);
  if (!answer) {
    passing.errors.push_back(std::move(answer).error());
    return {};
  }
  if (!answer->is_done()) {
    passing.refused.push_back({answer->outcome, answer->sentence, answer->about, number, matter->state,
                               static_cast<std::int64_t>(matter->revision)});
    return {};
  }
  if (planner.changes().empty()) return {};
  Act clock;
  clock.at = now;
  TRY(save(transaction, planner, clock, {"pass_time", ""}));
  ++passing.changed;
  return {};
}

}  // namespace qiuhao::casework
