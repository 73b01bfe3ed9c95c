// Shelves by the code's last character, so that threads seldom wait for each other.
#include "rules/candidate_memo.h"

namespace qiuhao::rules {

std::shared_ptr<const CandidateMemo::Known> CandidateMemo::of(std::string_view code, claims::Entity entity) const {
  const std::size_t number = code.empty() ? 0 : static_cast<unsigned char>(code.back()) % kShelves;
  Shelf& shelf = shelves_[static_cast<std::size_t>(entity)][number];
  {
    const std::lock_guard lock(shelf.mutex);
    const auto found = shelf.known.find(code);
    if (found != shelf.known.end()) return found->second;
  }
  auto made = std::make_shared<Known>();
  if (entity == claims::Entity::line) {
    plan_.candidates_of(code, Grain::line, made->candidates);
    made->of_pair = made->candidates.size();
    plan_.candidates_of(code, Grain::pair, made->candidates);
  } else {
    const Grain grain = entity == claims::Entity::diagnosis ? Grain::diagnosis : Grain::operation;
    plan_.candidates_of(code, grain, made->candidates);
  }
  const std::lock_guard lock(shelf.mutex);
  if (shelf.known.size() >= kMostOfShelf) shelf.known.clear();
  shelf.known.emplace(code, made);
  return made;
}

}  // namespace qiuhao::rules
