// What was played in cities, what was found, and how the two compare: by how hard a scheme is played.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "base/day.h"
#include "base/decimal.h"
#include "base/files.h"
#include "bench.h"

namespace qiuhao::bench {

// One visit of a player; truth_schemes.csv.
struct Played {
  std::string scheme;
  std::string person;      // number of the first visit
  bool is_scheme = false;  // not an honest life
  bool is_claimed = false;
  int intensity = 0;  // percent of the least that inspections object to
  Day day = kNoDay;
  Cents amount = 0;
};

struct Truth {
  std::map<std::string, Played> visits;
  std::map<std::string, bool> is_certain;  // by scheme
};
Result<Truth> read_truth(const Path& file);

// A finding as a screening sees it.
struct Hit {
  std::string person;               // of the truth, or the tape's pseudonym
  std::vector<std::string> visits;  // that it is about
  Day day = kNoDay;
  double weight = 0;
};

// Just under what is objected to, at it, beyond it, far beyond it.
inline constexpr int kBandBegins[] = {0, 100, 125, 200};
inline constexpr std::size_t kBands = std::size(kBandBegins);

// Of one scheme, over some cities.
class Tally {
 public:
  // `hits` are all those of what is there to find the scheme, in a city of so many people.
  void count(const std::string& scheme, const Truth& truth, const std::vector<Hit>& hits, std::size_t people);

  bool is_certain() const { return is_certain_; }
  // Of the players at or beyond what is objected to.
  double recall() const;
  // Of the people found: those who play any scheme; a player of this one who stays below counts as honest.
  double precision() const;
  Measure measure(const std::string& scheme) const;

 private:
  double area_under_curve() const;

  bool is_certain_ = false;
  std::array<double, kBands> players_{}, found_players_{};
  double found_ = 0, true_found_ = 0;
  // Of players at or beyond.
  double days_ = 0;
  double claimed_ = 0, missed_ = 0;  // fen
  struct Ranked {
    double weight;
    bool is_player;
  };
  std::vector<Ranked> ranked_;  // people found, without players of other schemes
  double silent_ = 0;           // people who are neither found nor players
};

}  // namespace qiuhao::bench
