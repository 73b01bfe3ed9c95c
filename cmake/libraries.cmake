# Libraries that we use and do not own; packages.txt names the Debian packages that hold them.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(simdjson REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(GTest REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(IGRAPH REQUIRED IMPORTED_TARGET igraph)
pkg_check_modules(XGBOOST REQUIRED IMPORTED_TARGET xgboost)
# Its CMake package also asks for curl and civetweb, which only its own server and client need.
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
find_package(Boost 1.81 REQUIRED)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)

# SOCI comes without a description for CMake or pkg-config. Its backends' headers want those of the engines.
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(POSTGRESQL REQUIRED IMPORTED_TARGET libpq)
find_path(SOCI_INCLUDE soci/soci.h REQUIRED)
find_library(SOCI_CORE soci_core REQUIRED)
find_library(SOCI_SQLITE soci_sqlite3 REQUIRED)
find_library(SOCI_POSTGRESQL soci_postgresql REQUIRED)
add_library(qiuhao_soci INTERFACE)
target_link_libraries(qiuhao_soci INTERFACE ${SOCI_SQLITE} ${SOCI_POSTGRESQL} ${SOCI_CORE} PkgConfig::SQLITE
                      PkgConfig::POSTGRESQL)

# Its pkg-config file names librt and libdl, which glibc holds itself.
find_path(ARGON2_INCLUDE argon2.h REQUIRED)
find_library(ARGON2 argon2 REQUIRED)
add_library(qiuhao_argon2 INTERFACE)
target_link_libraries(qiuhao_argon2 INTERFACE ${ARGON2})

# DuckDB comes from npm tarballs (tools/fetch-duckdb), unless a system DuckDB is named or found.
set(DUCKDB_ROOT ${CMAKE_SOURCE_DIR}/third_party/duckdb CACHE PATH "folder with include/duckdb.h and lib/libduckdb.so")
find_path(DUCKDB_INCLUDE duckdb.h HINTS ${DUCKDB_ROOT}/include)
find_library(DUCKDB_LIBRARY duckdb HINTS ${DUCKDB_ROOT}/lib)
if(NOT DUCKDB_INCLUDE OR NOT DUCKDB_LIBRARY)
  message(FATAL_ERROR "DuckDB is missing: run tools/fetch-duckdb, or name a system one with -DDUCKDB_ROOT=DIR")
endif()
add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES IMPORTED_LOCATION ${DUCKDB_LIBRARY} IMPORTED_NO_SONAME ON)
target_include_directories(duckdb SYSTEM INTERFACE ${DUCKDB_INCLUDE})
