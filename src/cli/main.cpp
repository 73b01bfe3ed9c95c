// The program `qiuhao`.
#include "cli/run_program.h"

int main(int count, char** arguments) { return qiuhao::cli::run_program(count, arguments); }
