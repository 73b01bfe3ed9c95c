// Which guesses are worth a try for which column.
#include "claims/part_file/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace qiuhao::claims::part_file {
namespace {

// The link from rows of an entity to the visit that they belong to.
std::optional<Link> link_to_visit(Entity entity) {
  switch (entity) {
    case Entity::line: return Link::line_visit;
    case Entity::diagnosis: return Link::diagnosis_visit;
    case Entity::operation: return Link::operation_visit;
    case Entity::settlement: return Link::settlement_visit;
    default: return std::nullopt;
  }
}

std::string path_of(Entity entity, const Field& field) {
  return fmt::format("{}.{}", kEntityNames[static_cast<std::size_t>(entity)], field.name);
}

std::int64_t plain_value(const Column& column, RowIndex row) {
  switch (column.storage) {
    case Storage::code: return column.code(row);
    case Storage::day: return column.day(row);
    case Storage::number: return column.number(row);
    case Storage::index: return column.index(row) == kNoRow ? -1 : std::int64_t{column.index(row)};
    case Storage::text: break;
  }
  return 0;
}

bool is_empty(const Column& column) {
  if (column.rows == 0 || column.present == nullptr) return false;
  return std::ranges::all_of(std::span(column.present, (column.rows + 63) / 64),
                             [](std::uint64_t word) { return word == 0; });
}

class Encoder {
 public:
  Encoder(const Part& part, const Schema& schema) : part_(part), schema_(schema) {}

  std::deque<EncodedColumn> run() {
    for (std::size_t link = 0; link < kLinks; ++link) add_link(static_cast<Link>(link));
    for (std::size_t entity = 0; entity < kEntities; ++entity) {
      roots_.clear();
      const auto& fields = schema_.of(static_cast<Entity>(entity)).fields;
      for (std::size_t field = 0; field < fields.size(); ++field)
        add_field(static_cast<Entity>(entity), static_cast<FieldIndex>(field));
    }
    add_sums();
    return std::move(columns_);
  }

 private:
  struct Root {
    std::string name;
    const Column* column;
  };

  const Column& plain(Entity entity, FieldIndex field) const {
    return part_.columns_[static_cast<std::size_t>(entity)][field];
  }
  std::size_t rows(Entity entity) const { return part_.rows(entity); }

  void add_link(Link link);
  void add_field(Entity entity, FieldIndex field);
  void add_text(EncodedColumn& encoded, Entity entity);
  void add_sums();
  void add_usual(Entity entity, const Field& field, std::vector<GuessBytes>& guesses);
  const StreamBytes* encoded_stream(std::string_view name) const;
  Stream* keep_view(const StreamBytes& bytes);

  const Part& part_;
  const Schema& schema_;
  std::deque<EncodedColumn> columns_;
  std::deque<Stream> views_;  // of parents
  std::vector<Root> roots_;   // code columns of the entity that stand for themselves
  const Stream* visit_numbers_ = nullptr;
  std::size_t visit_digits_ = 0;
};

const StreamBytes* Encoder::encoded_stream(std::string_view name) const {
  for (const EncodedColumn& column : columns_) {
    if (column.name == name && column.stream) return &*column.stream;
  }
  return nullptr;
}

Stream* Encoder::keep_view(const StreamBytes& bytes) { return &views_.emplace_back(bytes.view()); }

void Encoder::add_link(Link link) {
  const Column& column = part_.links_[static_cast<std::size_t>(link)];
  std::vector<std::int64_t> values(column.rows);
  for (RowIndex row = 0; row < column.rows; ++row) values[row] = plain_value(column, row);
  std::vector<GuessBytes> guesses;
  const auto by_code = [&](Entity entity, std::string_view field) {
    const FieldIndex index = schema_.of(entity).find(field);
    if (index == kNoField || is_empty(plain(entity, index))) return;
    auto guess = guess_by_code({values, nullptr}, plain(entity, index), path_of(entity, schema_.field(entity, index)));
    if (guess) guesses.push_back(std::move(*guess));
  };
  if (link == Link::line_staff) by_code(Entity::line, "doctor");
  if (link == Link::visit_provider) by_code(Entity::visit, "provider");
  EncodedColumn& encoded = columns_.emplace_back();
  encoded.name = kLinkNames[static_cast<std::size_t>(link)];
  encoded.plain = &column;
  encoded.stream = encode_stream({values, nullptr}, std::move(guesses));
}

// "quantity * price", "amount - own_expense - first_self_pay", "start", "visit.end": what the dictionary says a field
// usually is.
void Encoder::add_usual(Entity entity, const Field& field, std::vector<GuessBytes>& guesses) {
  if (field.usually.empty()) return;
  std::istringstream words(field.usually);
  GuessBytes guess;
  std::string word;
  std::size_t count = 0;
  int scale = 0;
  while (words >> word) {
    if (word == "*" || word == "-") {
      guess.guess = word == "*" ? Guess::product : Guess::difference;
      continue;
    }
    if (word == "visit.end") {
      const StreamBytes* parent = encoded_stream(word);
      const auto link = link_to_visit(entity);
      if (parent == nullptr || !link) return;
      guess.guess = Guess::parent;
      guess.parent = keep_view(*parent);
      guess.parent_name = word;
      guess.link = &part_.links_[static_cast<std::size_t>(*link)];
      guess.link_name = kLinkNames[static_cast<std::size_t>(*link)];
      break;
    }
    const FieldIndex index = schema_.of(entity).find(word);
    if (index == kNoField || count == guess.of.size()) return;
    const Column& column = plain(entity, index);
    if (is_empty(column)) {
      if (count == 0 || guess.guess == Guess::product) return;
      continue;  // nothing to take away
    }
    guess.of[count] = &column;
    guess.of_names[count++] = path_of(entity, schema_.field(entity, index));
    scale += column.scale;
  }
  if (guess.guess == Guess::nothing)
    guess.guess = plain(entity, schema_.of(entity).find(field.usually)).storage == Storage::day ? Guess::midnight
                                                                                                : Guess::difference;
  if (guess.guess == Guess::product) {
    if (count != 2 || scale < field.scale || scale - field.scale > kMaxScale) return;
    guess.scale_shift = scale - field.scale;
  }
  guesses.push_back(std::move(guess));
}

// Texts that are serial numbers, often those of their visit with something behind; others stay texts.
void Encoder::add_text(EncodedColumn& encoded, Entity entity) {
  const Column& column = *encoded.plain;
  // Pseudonyms are searched by their bytes.
  if (entity == Entity::person && (encoded.hex = hex_bytes(column))) return;
  auto serial = serial_numbers(column);
  std::vector<GuessBytes> guesses;
  if (!serial) {
    std::vector<std::int64_t> ends(column.rows);
    for (RowIndex row = 0; row < column.rows; ++row)
      ends[row] = static_cast<std::int64_t>(static_cast<const std::uint64_t*>(column.data)[row]);
    encoded.stream = encode_stream({ends, nullptr}, {});
    return;
  }
  const PlainValues numbers{serial->numbers, column.present};
  if (const auto link = link_to_visit(entity)) {
    const Column& to_visit = part_.links_[static_cast<std::size_t>(*link)];
    const std::string link_name(kLinkNames[static_cast<std::size_t>(*link)]);
    guesses.push_back(guess_by_bases(numbers, to_visit, link_name, rows(Entity::visit)));
    std::int64_t factor = 1;
    for (std::size_t digits = visit_digits_; visit_numbers_ != nullptr && digits <= visit_digits_ + 4;
         ++digits, factor *= 10) {
      GuessBytes guess;
      guess.guess = Guess::parent;
      guess.parent = visit_numbers_;
      guess.parent_name = "visit.id";
      guess.link = &to_visit;
      guess.link_name = link_name;
      guess.factor = factor;
      if (visit_digits_ + 4 <= kMostSerialDigits) guesses.push_back(std::move(guess));
    }
  }
  encoded.patterns = std::move(serial->patterns);
  encoded.pattern_of = std::move(serial->pattern_of);
  encoded.stream = encode_stream(numbers, std::move(guesses));
  if (encoded.name == "visit.id") {
    visit_numbers_ = keep_view(*encoded.stream);
    visit_digits_ = serial->digits;
  }
}

void Encoder::add_field(Entity entity, FieldIndex index) {
  const Field& field = schema_.field(entity, index);
  const Column& column = plain(entity, index);
  if (is_empty(column)) return;
  EncodedColumn& encoded = columns_.emplace_back();
  encoded.name = path_of(entity, field);
  encoded.plain = &column;
  if (column.storage == Storage::text) return add_text(encoded, entity);
  std::vector<std::int64_t> numbers(column.rows);
  for (RowIndex row = 0; row < column.rows; ++row) {
    const bool absent_code = column.storage == Storage::code && !column.has(row);
    numbers[row] = absent_code ? static_cast<std::int64_t>(column.dictionary_size) : plain_value(column, row);
  }
  const PlainValues values{numbers, column.storage == Storage::code ? nullptr : column.present};
  std::vector<GuessBytes> guesses;
  add_usual(entity, field, guesses);
  for (const Root& root : roots_) {
    if (column.storage == Storage::day ||
        (column.storage == Storage::code && root.column->dictionary_size < column.dictionary_size))
      continue;
    auto guess = guess_by_code(values, *root.column, root.name);
    if (guess) guesses.push_back(std::move(*guess));
  }
  encoded.stream = encode_stream(values, std::move(guesses));
  if (column.storage == Storage::code && encoded.stream->guess.guess == Guess::nothing && column.dictionary_size > 1) {
    roots_.push_back({encoded.name, &column});
  }
}

// Sums of lines and money, which an audit of everybody would otherwise read every line for.
void Encoder::add_sums() {
  const FieldIndex field = schema_.of(Entity::line).find("in_scope");
  const Column* money = field == kNoField ? nullptr : &plain(Entity::line, field);
  std::array<std::vector<std::int64_t>, kProviderSums> sums;
  for (auto& of : sums) of.assign(rows(Entity::provider) + 1, 0);
  for (RowIndex line = 0; line < rows(Entity::line); ++line) {
    const RowIndex provider = part_.link(Link::visit_provider, part_.link(Link::line_visit, line));
    const std::size_t entry = provider == kNoRow ? rows(Entity::provider) : provider;
    ++sums[static_cast<std::size_t>(ProviderSum::lines)][entry];
    if (money != nullptr && money->has(line))
      sums[static_cast<std::size_t>(ProviderSum::in_scope)][entry] += money->number(line);
  }
  for (std::size_t sum = 0; sum < kProviderSums; ++sum) {
    EncodedColumn& encoded = columns_.emplace_back();
    encoded.name = kProviderSumNames[sum];
    encoded.own.emplace();
    encoded.own->rows = sums[sum].size();
    encoded.own->scale = sum == static_cast<std::size_t>(ProviderSum::in_scope) && money != nullptr ? money->scale : 0;
    encoded.plain = &*encoded.own;
    encoded.stream = encode_stream({sums[sum], nullptr}, {});
  }
}

}  // namespace

std::deque<EncodedColumn> encode_part(const Part& part, const Schema& schema) { return Encoder(part, schema).run(); }

}  // namespace qiuhao::claims::part_file
