// The lists that other offices keep of the people of the simulated city: deaths, custody, recognition for medical
// assistance, injuries of work. Written only where schemes are played that such lists show.
#pragma once

#include <array>
#include <optional>

#include "simulate/city.h"
#include "simulate/table_writer.h"
#include "simulate/visit.h"

namespace qiuhao::simulate {

enum class PersonList : std::uint8_t { death, custody, assistance, work_injury };
inline constexpr std::size_t kPersonLists = 4;

struct ListedPerson {
  PersonList list = PersonList::death;
  Day from = 0;
  std::optional<Day> to = {};
  std::string_view detail = {};  // kind of recognition, or the injury's diagnosis
};

class PersonLists {
 public:
  // Creates the four files where the city's level has such schemes.
  static Result<PersonLists> create(const CityOptions& options);

  void add(const Person& person, const ListedPerson& listed);
  // The bytes written.
  Result<std::int64_t> finish();

 private:
  std::vector<TableWriter> tables_;  // by PersonList, or none
};

}  // namespace qiuhao::simulate
