# Compiler settings of our own code, and the sanitizers that the presets switch on.
set(QIUHAO_SANITIZE "" CACHE STRING "address, thread, fuzz or empty")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# Loops over columns have lengths that only the run knows; plain -O2 leaves those alone.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -fvect-cost-model=dynamic -g1")

add_library(qiuhao_options INTERFACE)
target_compile_options(qiuhao_options INTERFACE -Wall -Wextra -Wconversion -Werror -fno-omit-frame-pointer)
# GCC 12 warns of overlapping copies inside its own std::string where there are none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(qiuhao_options INTERFACE -Wno-restrict)
endif()
target_include_directories(qiuhao_options INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
if(QIUHAO_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
elseif(QIUHAO_SANITIZE STREQUAL "thread")
  # Boost.Asio's fences are unknown to the sanitizer; only `serve` has them, and it shares nothing but a flag.
  add_compile_options(-fsanitize=thread -Wno-tsan)
  add_link_options(-fsanitize=thread)
elseif(QIUHAO_SANITIZE STREQUAL "fuzz")
  # GCC's marks; tests/fuzz/counters.cpp turns them into what libFuzzer reads. (Clang 14 knows no std::expected.)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
                      -fsanitize-coverage=trace-pc,trace-cmp)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()
