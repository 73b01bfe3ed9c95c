// Quantiles by Boost.Math.
#include "screening/sampling/quantiles.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "base/check.h"

namespace qiuhao::screening {

double z_value(double level) {
  CHECK(level > 0 && level < 1);
  return boost::math::quantile(boost::math::normal_distribution<double>(), (1 + level) / 2);
}

double t_value(double level, std::uint64_t degrees) {
  CHECK(level > 0 && level < 1 && degrees > 0);
  const boost::math::students_t_distribution<double> student(static_cast<double>(degrees));
  return boost::math::quantile(student, (1 + level) / 2);
}

}  // namespace qiuhao::screening
