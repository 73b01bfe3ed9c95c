// Parts in memory.
#include "claims/part.h"

#include <utility>

namespace qiuhao::claims {
namespace {

constexpr std::pair<Link, Entity> kRanges[] = {{Link::person_visits, Entity::visit},
                                               {Link::person_lines, Entity::line},
                                               {Link::person_diagnoses, Entity::diagnosis},
                                               {Link::person_operations, Entity::operation},
                                               {Link::person_settlements, Entity::settlement}};

}  // namespace

PartBuilder::PartBuilder(const Schema& schema) {
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    for (const Field& field : schema.of(static_cast<Entity>(entity)).fields) {
      columns_[entity].emplace_back(field.storage(), field.scale);
    }
  }
  links_.assign(kLinks, ColumnBuilder(Storage::index, 0));
  for (const auto& [link, entity] : kRanges) links_[static_cast<std::size_t>(link)].append_index(0);
}

void PartBuilder::finish_person() {
  for (const auto& [link, entity] : kRanges) links_[static_cast<std::size_t>(link)].append_index(next_row(entity));
}

std::size_t PartBuilder::bytes() const {
  std::size_t total = 0;
  for (const auto& columns : columns_) {
    for (const ColumnBuilder& column : columns) total += column.bytes();
  }
  for (const ColumnBuilder& link : links_) total += link.bytes();
  return total;
}

Part PartBuilder::view() const {
  Part part;
  part.rows_ = rows_;
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    for (const ColumnBuilder& column : columns_[entity]) {
      CHECK(column.rows() == rows_[entity]);
      part.columns_[entity].push_back(column.view());
    }
  }
  for (std::size_t link = 0; link < kLinks; ++link) part.links_[link] = links_[link].view();
  return part;
}

Part build(std::unique_ptr<PartBuilder> builder) {
  std::shared_ptr<const PartBuilder> owner = std::move(builder);
  Part part = owner->view();
  part.owner_ = owner;
  return part;
}

}  // namespace qiuhao::claims
