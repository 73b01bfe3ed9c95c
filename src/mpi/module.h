// What the loadable module qiuhao_mpi.so gives the program, in C, so that neither needs the other to be built with the
// same compiler. The program itself never links MPI: it starts as quickly where there is none.
#pragma once

#include <cstdint>

extern "C" {

// Calls return 0, or an error code of MPI that `explain` tells in words. Sizes are bytes.
struct QiuhaoMpi {
  int version;
  int (*begin)(int* rank, int* size);
  int (*send)(const char* bytes, std::uint64_t size);         // to rank 0
  int (*receive_size)(int rank, std::uint64_t* size);         // first this,
  int (*receive)(int rank, char* bytes, std::uint64_t size);  // then this
  void (*end)();
  void (*explain)(int code, char* text, int capacity);
};

const QiuhaoMpi* qiuhao_mpi();
}

namespace qiuhao::mpi {

inline constexpr int kModuleVersion = 1;
inline constexpr const char* kModuleFile = "qiuhao_mpi.so";
inline constexpr const char* kModuleEntry = "qiuhao_mpi";

}  // namespace qiuhao::mpi
