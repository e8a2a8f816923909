"""What is remarked where something is at an edge, or is left out, and is not remarked elsewhere.

The tables are those of `words_by_givens`: by a problem, others with the words that are said of it alone, and
of the other alone.
"""

LINE = "--x 1,2,3 --y 2,4,6 --w 0 --b 0 --lr 0.1"
LONG = "--x 1,2,3,4,5,6,7,8 --y 2,4,6,8,2,4,6,8 --w 0 --b 0 --lr 0.1"
UNIT = "--x '1;0.5;-1' --w 0.5 --u 0.8"

NUMBERS = {
    "hessian --loss 0*x": [
        ("hessian --loss x**2", "it is negative-semidefinite as well", ""),
        ("hessian --loss -1*x**2-0*y", "", "No eigenvalue is positive, and one is 0"),
    ],
    "logsumexp --x 1,2": [
        ("logsumexp --x 100,2", "", "the sum as it stands would overflow to infinity"),
        ("logsumexp --x 100,2", "", "no number is larger than this one"),
        ("logsumexp --x -200,-300", "", "all exponentials as they stand are 0"),
    ],
    "matrices --a '1,2,3;4,5,6' --b '1,2;3,4;5,6'": [
        ("matrices --a '1,2,3;4,5,6' --b '1,2,3;4,5,6'", "", "there is no product AB")
    ],
    "matrices --a '1,0;0,1'": [
        ("matrices --a '1,2;0,1'", "A is diagonal: ", ""),
        ("matrices --a '1,0;2,1'", "A is symmetric: ", ""),
        ("matrices --a '2,1;1,2'", "A is orthogonal: ", ""),
    ],
    "vectors --a 1,2 --b 3,4": [("vectors --a 1,2 --b 0,0", "", "A vector of zeros has no direction")],
    "eigen --matrix '1,2;5,4'": [
        ("eigen --matrix '0,0,0,0,1;1,0,0,0,1;0,1,0,0,0;0,0,1,0,0;0,0,0,1,0'", "", "so these are numerical")
    ],
    "eigendecomposition --matrix '4,1;2,3' --power 3": [
        ("eigendecomposition --matrix '1,1;1,0' --power 3", "", "What is not rational cancels."),
        ("eigendecomposition --matrix '1,1;0,1' --power 3", "", "There are too few eigenvectors"),
    ],
    "least-squares --x 1,2,3 --y 2,3,5": [
        ("least-squares --x 1,2,3 --y 2,2,2", "", "The targets do not vary"),
        ("least-squares --x 1,2,3 --y 0,0,0 --uncentered", "", "The targets do not vary"),
        ("least-squares --x '1,2;2,4;3,6' --y 2,3,5", "", "So {beta} is not unique"),
        ("least-squares --x '1,2;2,3;3,7;1,1' --y 2,3,5,1", "", "From the last row upward:"),
    ],
    "svd --matrix '4,0;3,-5'": [
        ("svd --matrix '2,0;0,3'", "", "is diagonal: they lie along the axes"),
        ("svd --matrix '2,0;0,2'", "", "any two vectors at right angles would do"),
    ],
    "regression-metrics --actual 3,5 --predicted 2,4": [
        ("regression-metrics --actual 0,5 --predicted 2,4", "", "MAPE has no value")
    ],
    "lagrange --f x*y --constraint 'x**2 + y**2 = 8'": [
        ("lagrange --f x**2+y**2 --constraint 'x + y = 2'", "", "f has no largest value on the constraint")
    ],
}

LAYERS = {
    "conv-size --input 10 --kernel 3": [
        ("+ --dilation 2", "", "A dilated kernel has gaps"),
        ("+ --padding same", "", "Half of this padding"),
    ],
    "conv-params --input 32x32x3 --filters 4 --kernel 3": [
        ("conv-params --input 3x32x32 --filters 4 --kernel 3", "", "is read as")
    ],
    "fft-conv --x 1,2,3 --kernel 1,-1": [
        ("fft-conv --x 1,2 --kernel 1,-1 --circular", "Zeros make both", ""),
        ("fft-conv --x 1,2 --kernel 1,-1 --circular", "is the conjugate of that at", ""),
    ],
    "autoencoder --x 1,2 --encoder 1,1 --decoder '1;1' --activation relu --sparsity 0.1": [
        (
            "autoencoder --x 1,2 --encoder 1,-1 --decoder '1;1' --activation relu --sparsity 0.1",
            "",
            "The derivative of |h| at 0 is taken as 0.",
        ),
        ("+ --encoder-bias 1", "", "The gradient by {b} is"),
    ],
    "loss --kind rmse --y 1,2 --p 2,4": [
        ("loss --kind rmse --y 1,2 --p 1,2", "", "The root has no derivative at 0")
    ],
    "loss --kind mae --y 1,2 --p 2,4": [
        ("loss --kind mae --y 1,2 --p 1,4", "", "frameworks take 0 there"),
        ("loss --kind mae --y '1,2,3;1,2,3;1,2,3' --p '2,4,4;2,4,4;2,4,4'", "", "The others in the same way"),
    ],
    "backprop --x 1,2 --weights '0.2,0.4;0.1,1' --activations softmax --loss ce --y 0,1 --lr 0.1": [
        (
            "backprop --x 1,2 --weights '0.2,0.4;0.1,1' --activations linear --loss se --y 0,1 --lr 0.1",
            "The logarithms and the activation cancel",
            "",
        )
    ],
    "skip-gram --inputs '1,0;0,1;1,1' --outputs '0,1;1,0;1,1' --center 0 --context 1": [
        ("+ --negative 2", "", "the errors of its word are added"),
        ("+ --negative 2", "Words are counted from 0, entries", "then of the negative samples"),
    ],
    f"bidirectional-rnn {UNIT} --w-back 1 --u-back 1": [
        ("bidirectional-rnn --x '1;2;3;4;5;6;7;8' --w 1 --u 1 --w-back 1 --u-back 1", "", " in the same way:")
    ],
    f"bptt {UNIT} --target '1;2;3'": [
        ("+ --truncate 1", "", "steps come back."),
        ("+ --truncate 2", "", "a number in brackets is how many steps count"),
    ],
    f"bptt {UNIT} --target 1": [
        ("bptt --x '1;2' --w 0.5 --u 0.8 --target 1", "Their products, from", ""),
        ("+ --activation linear", "By its value h, the derivative of tanh is", ""),
    ],
    "echo-state --x '1;2' --w-in '1;1' --w '1,2;1,0'": [
        ("echo-state --x '1;2' --w-in '1;1' --w '0,-1;1,0'", "", "Both have the same absolute value")
    ],
    "l1 --w 1,-2 --strength 0.1 --lr 0.1": [("+ --proximal", "", "comes nearer to 0 by eta lambda")],
    "gradient-clipping --grads 3,4 --norm 1": [
        ("gradient-clipping --grads 0,0 --norm 1", "", "All gradients are 0: there is nothing to shorten")
    ],
    "newton --loss w**4 --w 1 --steps 1": [
        ("newton --loss w**3-w**2 --w 0.1 --steps 1", "", "The Hessian is not positive definite here"),
        ("newton --loss x**2+y**2 --w 1,1 --steps 1", "", "by Cramer's rule"),
    ],
    "lr-schedule --kind exponential --gamma 0.5 --at 5 --lr 1": [
        (
            "lr-schedule --kind piecewise --boundaries 3 --rates 1,0.5 --at 5",
            "",
            "A boundary is the first step",
        ),
        ("+ --warmup 3", "", "from there on it is"),
    ],
    "adam --grads 0.3": [("adam --grads '0.3,0.2;0.1,0.4'", "", "For {w_#}:")],
}

SAMPLES = {
    "confusion --tp 4 --fp 1 --fn 5 --tn 4": [
        ("confusion --tp 4 --fp 0 --fn 5 --tn 4", "", "Something divided by 0 is infinite"),
        ("confusion --tp 0 --fp 0 --fn 5 --tn 4", "", "A share of nothing, 0/0, has no value"),
        ("confusion --tp 0 --fp 0 --fn 5 --tn 4", "", "of one class: 0/0, which here counts as 0"),
    ],
    f"minibatch {LINE} --batch-size 2": [
        (f"minibatch {LONG} --batch-size 1 --epochs 2", "", "only their results are listed"),
        (f"sgd {LINE}", "The part of sample {i} in it is", "An update uses one sample; its loss is"),
    ],
    f"batch {LINE}": [(f"batch {LONG}", "Known from the loss:", "The errors are those found for the loss.")],
    "entropy --p 0.5,0.5": [("entropy --p 0.5,0.5,0", "", "an outcome that never occurs adds nothing")],
    "kl --p 0.5,0.5 --q 0.25,0.75": [("kl --p 0.5,0.5 --q 1,0", "", "calls impossible what occurs under")],
    "mutual-information --table 0.4,0.1;0.1,0.4": [
        ("mutual-information --table '0.5,0;0.1,0.4'", "", "what never occurs adds nothing")
    ],
    "perplexity --probabilities 0.5,0.25": [
        ("perplexity --probabilities 0.5,0", "", "A token of probability 0 is infinitely surprising.")
    ],
    "continuous-information --f 'uniform(0,2)' --g 'uniform(0,3)'": [
        ("continuous-information --f 'uniform(0,0.5)' --g 'uniform(0,3)'", "", "may be negative"),
        ("continuous-information --f 'uniform(0,4)' --g 'uniform(0,3)'", "", "reaches beyond the support"),
    ],
    "bagging --votes 1,1,2": [("bagging --votes 1,2,3", "", "have as many votes, the smallest one wins")],
    "bagging --error 0.2 --models 3": [
        ("bagging --error 0.2 --models 21", "", "The others come about in the")
    ],
    "hierarchical --distances '0,2,6;2,0,5;6,5,0'": [
        ("hierarchical --distances '0,2,2;2,0,5;2,5,0'", "", "Of pairs that are equally near")
    ],
    "k-means --data '1,1;2,1;8,9' --centroids '1,1;8,8'": [
        ("k-means --data '0;2;4' --centroids '0;4'", "", "Where two centroids are equally near"),
        ("k-means --data '1;2;3' --centroids '2;90'", "", "A cluster is empty; its centroid stays."),
        ("+ --iterations 1", "No sample changes its cluster", ""),
    ],
    "knn --data '1,1;2,1;8,9' --labels a,a,b --query 2,2 --k 1": [
        ("knn --data '1;3;9' --labels a,b,b --query 2 --k 1", "", "Samples that are equally near come in"),
        (
            "knn --data '1;2;3;4;5;6;7;8;9;10' --labels a,a,b,a,a,b,a,a,b,a --query 0 --k 1",
            "",
            "The other distances come about in the same way.",
        ),
    ],
    "logistic --x '1;2' --y 1,0 --w 0 --b 0 --lr 0.5": [
        ("logistic --x '1;2' --y 1,-1 --w 0 --b 0 --lr 0.5", "", "Labels of {-1} count as 0.")
    ],
    "svm --x '1,1;3,3' --y -1,1": [
        ("svm --x '1,1;3,3' --y 0,1", "", "Labels of 0 count as {-1}."),
        (
            "svm --x '0,0;0,2;2,1' --y -1,-1,1",
            "straight across from each other",
            "nearest to a point of the edge",
        ),
    ],
    "svm --x 1 --y 1 --w 0.5 --b 0 --lr 0.1": [
        ("svm --x 1 --y 1 --w 1 --b 0 --lr 0.1", "", "is at the kink of its hinge")
    ],
    "gate --gate and --w 1,1 --b -1.5": [
        ("gate --gate and --w 1,1 --b 1", "The error is 0 in every row", "The error is not 0 in {3} rows"),
        (
            "gate --gate or --w 1,1 --b -1.5",
            "",
            "The error is not 0 in {2} rows: the unit does not realize OR",
        ),
    ],
    "perceptron --gate and --w 0,0 --b 0 --lr 0.5": [
        ("perceptron --gate and --w 0,0 --b 0 --lr 0.5 --epochs 2", "", "The limit of epochs is reached"),
        ("perceptron --gate and --w 1,1 --b -1.5", "is the first with a wrong output", "Row 1 in full"),
        ("perceptron --x '1;2' --y -1,1 --w 0 --b 0", "", "many books take the target in place of the error"),
        ("perceptron --gate xor --w 0,0 --b 0 --lr 0.5", "", "By the perceptron convergence theorem"),
    ],
    "perceptron --gate xor --w 0,0 --b 0 --lr 0.5": [
        ("perceptron --gate xor --w 0,0 --no-bias --lr 0.5", "By the perceptron convergence theorem", "")
    ],
    "separable --gate and": [
        ("separable --gate xor", "this line separates the classes", "demand {U >= "),
        ("separable --gate xor", "", "No weights and no bias do that: no line"),
    ],
}

CHANCES = {
    "bayes --priors 0.1,0.9 --likelihoods 0.8,0.1": [
        ("bayes --priors 0.333,0.333,0.333 --likelihoods 0.8,0.1,0.2", "", "they are taken as rounded")
    ],
    "joint --table 0.1,0.2;0.3,0.4 --row-values 0,1 --column-values 0,1": [
        (
            "joint --table 0.1,0.2;0.3,0.4 --row-values 1,1 --column-values 0,1",
            "",
            "A variable that never varies",
        ),
        ("joint --table 0.25,0.25;0.25,0.25", "they are not independent", "they are independent"),
    ],
    "naive-bayes --messages 'a b; c a' --labels s,h --query b": [
        ("naive-bayes --messages 'a b; c a' --labels s,h --query 'b z'", "", "No sample has {z}: left out."),
        (
            "naive-bayes --messages 'a b; c a' --labels s,h --query a",
            "",
            "Several classes have the largest score",
        ),
        (
            "naive-bayes --messages 'a b; c a' --labels s,h --query 'b c' --smoothing 0",
            "",
            "All scores are 0: no class could have brought this forth",
        ),
    ],
    "uniform --a 2 --b 8 --x 3": [
        ("uniform --a 2 --b 8 --x 9", "", "lies outside the values that X can take")
    ],
    "exponential --rate 0.5 --above 3": [
        ("exponential --rate 0.5 --above -1", "", "No value of X lies below")
    ],
}

ALL = (NUMBERS, LAYERS, SAMPLES, CHANCES)
