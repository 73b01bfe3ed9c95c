// The main of every GoogleTest program. It runs in the repository's folder, wherever it was called, so that the tests
// name its files by short paths and a compiler cache knows their objects again in another clone.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (::chdir(QIUHAO_ROOT) != 0) {
    std::fputs("the folder of the repository that this was built from, " QIUHAO_ROOT ", is gone\n", stderr);
    return 2;
  }
  return RUN_ALL_TESTS();
}
