# qiuhao_folder(NAME [LINK target…]): a library qiuhao_NAME from the *.cpp beside, and a test program NAME_test from
# the *_test.cpp beside. Folders may link only lower tiers of src/LAYERS.
function(qiuhao_folder name)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|bench|fuzz)\\.cpp$")
  add_library(qiuhao_${name} STATIC ${sources})
  target_link_libraries(qiuhao_${name} PUBLIC qiuhao_options ${arg_LINK})
  if(tests)
    qiuhao_test(${name}_test SOURCES ${tests} LINK qiuhao_${name})
  endif()
endfunction()

# qiuhao_source_dir(FILE…): these sources have QIUHAO_SOURCE_DIR, the repository's folder. They alone: a path in a
# compiler's call hides the object from the cache of another clone.
function(qiuhao_source_dir)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_DEFINITIONS QIUHAO_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endfunction()

# qiuhao_test(NAME SOURCES file… LINK target…): a GoogleTest program, run by ctest as one test. It works in the
# repository's folder (tests/support/test_main.cpp).
function(qiuhao_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE qiuhao_options qiuhao_test_main ${arg_LINK} GTest::gtest)
  target_compile_definitions(${name} PRIVATE QIUHAO_SOURCE_DIR=".")
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
endfunction()

# qiuhao_program(TARGET): its memory comes from jemalloc, for requests take and give back much of it on several threads
# (docs/decisions/042). Not under a sanitizer, which watches memory itself.
function(qiuhao_program target)
  if(NOT QIUHAO_SANITIZE)
    target_link_libraries(${target} PRIVATE PkgConfig::JEMALLOC)
  endif()
endfunction()
