// The processes of one job under MPI: which of how many this one is, and gathering bytes to the first.
//
//   ASSIGN(Ranks ranks, Ranks::join());
//   ASSIGN(const auto all, ranks.gather(bytes));   // on rank 0 those of every rank, elsewhere nothing
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

struct QiuhaoMpi;

namespace qiuhao::mpi {

// Whether Open MPI's mpirun started this process as one of several.
bool is_launched();

class Ranks {
 public:
  // Loads the module beside the program and begins MPI. "no_mpi": the module is not there or does not load, with what
  // to install; "mpi_failed": MPI's own words. At most once in a process.
  static Result<Ranks> join();
  Ranks(Ranks&& other) noexcept;
  Ranks& operator=(Ranks&&) = delete;
  // Ends MPI, which waits until every rank does so.
  ~Ranks();

  int rank() const { return rank_; }  // from 0
  int size() const { return size_; }
  // Called by every rank. Rank 0 gets the bytes of all, by rank; the others get nothing. "mpi_failed".
  Result<std::vector<std::string>> gather(std::string bytes);

 private:
  explicit Ranks(const QiuhaoMpi* module) : module_(module) {}
  std::unexpected<Error> failed(int code) const;

  const QiuhaoMpi* module_;
  int rank_ = 0;
  int size_ = 1;
};

}  // namespace qiuhao::mpi
