// MPI itself: the only file that includes it.
#include "mpi/module.h"

#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

namespace {

constexpr int kSizeTag = 1;
constexpr int kGoTag = 2;
constexpr int kBytesTag = 3;
constexpr std::uint64_t kBlockBytes = std::uint64_t{64} << 20;  // counts of MPI are int

int begin(int* rank, int* size) {
  int given = 0;
  if (const int code = MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &given); code != MPI_SUCCESS) return code;
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  if (const int code = MPI_Comm_rank(MPI_COMM_WORLD, rank); code != MPI_SUCCESS) return code;
  return MPI_Comm_size(MPI_COMM_WORLD, size);
}

// Until a message is there. MPI's own calls wait by spinning, which takes a core from ranks that still judge.
int wait_for_message(int from, int tag) {
  int is_there = 0;
  for (;;) {
    const int code = MPI_Iprobe(from, tag, MPI_COMM_WORLD, &is_there, MPI_STATUS_IGNORE);
    if (code != MPI_SUCCESS || is_there != 0) return code;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

int receive_number(int from, int tag, std::uint64_t* number) {
  if (const int code = wait_for_message(from, tag); code != MPI_SUCCESS) return code;
  return MPI_Recv(number, 1, MPI_UINT64_T, from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

// Blocks are sent when rank 0 asks for them.
int send(const char* bytes, std::uint64_t size) {
  if (const int code = MPI_Send(&size, 1, MPI_UINT64_T, 0, kSizeTag, MPI_COMM_WORLD); code != MPI_SUCCESS) return code;
  std::uint64_t go = 0;
  if (const int code = receive_number(0, kGoTag, &go); code != MPI_SUCCESS) return code;
  for (std::uint64_t at = 0; at < size; at += kBlockBytes) {
    const int count = static_cast<int>(std::min(kBlockBytes, size - at));
    const int code = MPI_Send(bytes + at, count, MPI_BYTE, 0, kBytesTag, MPI_COMM_WORLD);
    if (code != MPI_SUCCESS) return code;
  }
  return MPI_SUCCESS;
}

int receive_size(int rank, std::uint64_t* size) { return receive_number(rank, kSizeTag, size); }

int receive(int rank, char* bytes, std::uint64_t size) {
  const std::uint64_t go = 1;
  if (const int code = MPI_Send(&go, 1, MPI_UINT64_T, rank, kGoTag, MPI_COMM_WORLD); code != MPI_SUCCESS) return code;
  for (std::uint64_t at = 0; at < size; at += kBlockBytes) {
    const int count = static_cast<int>(std::min(kBlockBytes, size - at));
    const int code = MPI_Recv(bytes + at, count, MPI_BYTE, rank, kBytesTag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (code != MPI_SUCCESS) return code;
  }
  return MPI_SUCCESS;
}

void end() { MPI_Finalize(); }

void explain(int code, char* text, int capacity) {
  char sentence[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(code, sentence, &length);
  std::strncpy(text, sentence, static_cast<std::size_t>(capacity - 1));
  text[capacity - 1] = '\0';
}

}  // namespace

const QiuhaoMpi* qiuhao_mpi() {
  static const QiuhaoMpi module{qiuhao::mpi::kModuleVersion, begin, send, receive_size, receive, end, explain};
  return &module;
}
