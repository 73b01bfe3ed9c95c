// From a score to a probability that means what it says: Platt's sigmoid (J. C. Platt, Probabilistic outputs for
// support vector machines, 1999; H.-T. Lin, C.-J. Lin, R. C. Weng, A note on Platt's probabilistic outputs, 2007).
//
// Not isotonic steps: with some hundred positives these follow the noise and make ties of providers that the scores
// tell apart (A. Niculescu-Mizil, R. Caruana, Predicting good probabilities with supervised learning, 2005).
#pragma once

#include <span>

#include "screening/learning/ranking_measures.h"

namespace qiuhao::screening {

struct Calibration {
  double slope = 1;  // never below 0: a score that points the wrong way is worth nothing
  double intercept = 0;
  double probability(double margin) const;
};

// Of scores that are log-odds, made by models that did not see these labels. Targets are (n₊+1)/(n₊+2) and 1/(n₋+2),
// so that few labels do not make sure.
Calibration fit_calibration(std::span<const ScoredLabel> scored);

}  // namespace qiuhao::screening
