"""What questions, mistakes and sentences say of some givens, and do not say of others.

Each table has, by a problem, others with the words that are said of it alone, and of the other alone. A plus
adds options to the problem.
"""

SEQUENCE = "--x '1;0.5;-1' --w 0.5 --u 0.8"
MAP = "--input '1,2,3;4,5,6;7,8,9'"
PATCHES = f"im2col {MAP}"
POOL = "pool --input '1,3,2,1;4,6,5,2;7,2,8,3;1,4,9,0' --size 2"
MEAN = f"{POOL} --mode average"
STEPS = "--x 1,2,3 --y 2,4,6 --w 0 --lr 0.1"
CONFUSED = "confusion --matrix '5,1,2;0,7,3;1,1,9'"
WORDS = "skip-gram --inputs '1,0;0,1;1,1' --outputs '0,1;1,0;1,1' --center 0 --context 1"
GRU = "gru --x '1;0.5' --wz 0.5,0.1 --wr 0.6,0.2 --wh 0.7,0.3"
LSTM = "lstm --x '1;0.5' --wf 0.5,0.1 --wi 0.6,0.2 --wc 0.7,0.3 --wo 0.8,0.4"
HEADS = "--q '1,0;1,2' --k '1,1;0,2' --v '3,1;0,2'"
ECHO = "echo-state --x '1;0.5;-1' --w-in '0.5;1' --w '0.4,0.3;0.2,0.5'"
SAMPLES = "pca --data '2.5,2.4;0.5,0.7;2.2,2.9'"
LABELS = "loss --kind bce --y 1,0,1"
HULLS = "--x '1,1;2,3;4,2' --y -1,1,1 --w 1,1 --b 0 --lr 0.1"


CALCULUS = {
    "autodiff --expression x*y --at 3,1": [
        ("+ --mode forward", "derivative of f by each of them", "by the variables")
    ],
    "hessian --loss x**2+y**2": [
        ("+ --at 1,2", "is the Hessian", "are the gradient and the Hessian"),
        ("+ --at 1,2", "", "at the point below"),
        ("hessian --loss '-1*x**2-y**2'", "All eigenvalues are pos", "are negative: "),
        ("hessian --loss x**2+y", " positive-definite.", "the Hessian is positive-semi"),
        ("hessian --loss x**2-y**2", "", "of both signs: the Hessian is indefinite"),
    ],
    "hessian --loss x**2": [("hessian --loss x**2+y**2", "", "The other variables count as constants.")],
    "hessian --loss x**2-y**2": [("hessian --loss x**2+y", "", "the condition number is infinite")],
    "logsumexp --x 1,2": [
        ("+ --weights 1,2", "", "weighted with w"),
        ("+ --weights 1,2", "", "its sign is told apart"),
    ],
    "logsumexp --x 1,1 --weights 1,2": [("logsumexp --x 1,1 --weights 1,-1", "", "The weights cancel")],
    "numerical-gradient --loss x**3 --at 2 --h 0.1": [
        ("numerical-gradient --loss x**3+y --at 2,1 --h 0.1", "", "Only this variable is moved.")
    ],
}

CONVOLUTION = {
    "cnn --layers 'input 8x8x3; fc 10'": [("+ --bytes 4", "", "Give activations and memory too")],
    "cnn --layers 'input 8x8x3; fc 9'": [
        ("cnn --layers 'input 8; fc 9'", "The maps are flattened first.", ""),
        ("cnn --layers 'input 8x8x3; conv 4@3x3'", "", "Here conv 16@3x3 means"),
        ("cnn --layers 'input 8x8x3; pool 2'", "", "Sizes are rounded down."),
    ],
    "cnn --layers 'input 8; fc 9'": [("cnn --layers 'input 8; fc 9 nobias'", "has a bias.", "has no bias.")],
    "cnn --layers 'input 8x8x3; conv 4@3x3'": [
        ("cnn --layers 'input 8x8x3; conv 4@3x3 nobias'", "with a bias each", "channels, without biases"),
        ("cnn --layers 'input 8x8x3; pool 2'", "K} the filters", ""),
    ],
    "cnn --layers 'input 8; bn'": [
        ("cnn --layers 'input 8x8x3; bn'", "each entry has a scale", "each channel has a scale"),
        ("cnn --layers 'input 8; fc 9'", "and batch normalizations", ""),
        ("cnn --layers 'input 8; embed 100 4'", "", "and embeddings"),
        ("cnn --layers 'input 8; embed 100 4'", "", "Here embedding 100x16 means"),
    ],
    "conv1d --x 1,2,3 --kernel 1,0": [
        ("+ --true-convolution", "is not reversed", "is reversed, as in a true"),
        ("+ --true-convolution", "Lay the kernel on", "Lay the kernel, reversed, on"),
        ("+ --true-convolution", "", "from the last to the first"),
        ("+ --padding 1", "", "Zeros are laid on its ends."),
    ],
    f"conv-backprop {MAP} --kernel '1,0;0,-1' --grad-output '1,2;3,4'": [
        (
            f"conv-backprop {MAP} --kernel '1,0;0,-1' --grad-output 1 --stride 2",
            "This is the cross-correlation of {X} with {G}.",
            "",
        )
    ],
    f"conv-backprop {MAP} --pool max --size 2 --grad-output 1": [
        ("+ --stride 2", "with the size of the window as its stride", "")
    ],
    "conv-params --input 9x9x3 --filters 6 --kernel 3": [
        ("+ --no-bias", "one bias per filter", "without biases"),
        ("+ --no-bias", "and one bias.", "and no bias."),
        ("+ --channels-first", "", "The channels come first."),
        (
            "+ --channels-first",
            "the height, the width and the channels",
            "the channels, the height and the width",
        ),
        ("+ --groups 3", "all channels of the input", "the channels of its group"),
    ],
    "conv-size --input 10 --kernel 3": [
        ("+ --ceil-mode", "Sizes are rounded down", "Sizes are rounded up"),
        ("conv-size --input 9x8 --kernel 3", "Output size", "Output height and width"),
    ],
    "depthwise-separable --input 9x9x4 --filters 8 --kernel 3": [
        ("+ --bias", "layer, without biases, as", "layer, with a bias for each channel that is made, as"),
        ("+ --bias", "and no biases.", "and a bias for each channel that is made."),
    ],
    "fc-vs-conv --input 9x9x3 --filters 6 --kernel 3": [
        ("+ --bias", "all without biases", "all with biases"),
        ("+ --bias", "entry of the input.", "the input and a bias."),
    ],
    "fft-conv --x 1,2,3 --kernel 1,-1": [
        ("+ --circular", "the linear convolution", "the circular convolution"),
        ("+ --circular", "transforms of four points", "transforms of three points"),
    ],
    f"{PATCHES} --kernel '1,0;0,1'": [
        ("+ --patches-as-rows", "each patch is a column", "each patch is a row"),
        ("+ --patches-as-rows", "becomes a column", "becomes a row"),
        ("+ --patches-as-rows", "is a row of weights", "is a column of weights"),
        (f"{PATCHES} --kernel-size 2", "with its size and the map", ""),
    ],
    f"{PATCHES} --kernel-size 2": [("im2col --input-size 3 --kernel-size 2", "the matrix with its size", "")],
    POOL: [
        (MEAN, "the maximum of each window", "the mean of each window"),
        (f"{MEAN} --padding 1", "The maximum of the window", "The mean of the window. The padding counts as"),
        ("+ --padding 1", "", "The padding is never the largest."),
        ("+ --padding 1", "", "The padding never is the maximum."),
        ("+ --ceil-mode", "", "Sizes are rounded up."),
        ("+ --stride 1", "The stride is the size of the window.", "moves 1 to the right"),
        ("pool --input '1,3;4,6' --mode global-max", "of the window.", "The maximum of the whole map."),
    ],
    f"{MEAN} --padding 1": [
        ("+ --padding-excluded", "zeros in every mean", "The padding is left out of every mean."),
        ("+ --padding-excluded", "The padding counts as zeros.", "It leaves out the padding."),
    ],
    MEAN: [("+ --padding 1", "", "The padding counts as zeros in every mean.")],
    "receptive-field --layers 'conv 3; conv 3'": [
        ("receptive-field --layers 'input 32; conv 3; conv 3'", "", "the side of the map, ")
    ],
    f"feature-map {MAP} --kernel '1,0;0,1'": [
        ("+ --true-convolution", "it is, not turned", "turned by 180 degrees, is"),
        ("+ --padding 1", "", "Zeros are laid around it."),
    ],
}

WORDS_AND_MEASURES = {
    WORDS: [
        ("+ --negative 2", "The softmax runs over all words", "The loss is that of negative sampling"),
        ("+ --negative 2", "A softmax over all words.", "which should be 1 for context."),
        (f"{WORDS},0 --negative 2", "", "all pairs together have these negative samples"),
    ],
    "tf-idf --documents 'the cat;the dog'": [
        ("+ --norm l2", "", "Each document is divided by its Euclidean length.")
    ],
    "backprop --x 1,2 --weights '0.2,0.4' --weights 0.5 --activations relu,linear --y 5 --lr 0.1": [
        (
            "backprop --x 1,2 --weights '0.2,0.4' --weights 0.5 --activations linear --y 5 --lr 0.1",
            "The slope of a ReLU is 1 where {z} is positive, else 0.",
            "",
        ),
        (
            "backprop --x 1,2 --weights '0.2,0.4' --activations relu --y 5 --lr 0.1",
            "through them, transposed, {delta} of that layer comes back",
            "",
        ),
    ],
    "confusion --actual a,b,c --predicted a,c,c": [
        ("confusion --actual a,b --predicted b,b", "As an index", "True positives and negatives are")
    ],
    "confusion --tp 4 --fp 1 --fn 5 --tn 4": [
        ("+ --beta 2", "", "F_beta and the likelihood ratios"),
        (CONFUSED, "likelihood ratios", "macro, micro and weighted means"),
        (CONFUSED, "Measures of the positive class", "Class {"),
    ],
    CONFUSED: [("+ --positive 2", "", "The positive class is 2; all others are the negative one.")],
    "regression-metrics --actual 3,5 --predicted 2,4": [
        ("regression-metrics --actual 3,3 --predicted 2,4", "", "All targets are the same")
    ],
    "entropy --p 0.7,0.3": [
        ("+ --base e", "base e instead of 2", "base 2 instead of e"),
        ("entropy --p 0.7,0.3,0", "", "Take 0 log 0 as 0."),
        ("+ --base e", "on a calculator, the natural logarithm divided by ln 2", ""),
    ],
    "information-gain --labels yes,yes,no --feature a,a,b": [
        ("+ --measure gini", "Logarithms are to the base below.", "the Gini impurity before"),
        ("+ --measure gini", "entropy, in bits", ""),
    ],
}

GENERATIVE_MODELS = {
    "autoencoder --x 1,2 --encoder 0.5,0.2 --decoder '1;0.4' --activation linear": [
        ("+ --noise 0.1,0.2", "h = f(W x)", "f(W (x + epsilon))")
    ],
    "autoregressive --probabilities 0.5,0.8": [("+ --base 2", "a power of 2, not", "a power of e, not")],
    "autoregressive --probabilities 0.5": [
        ("autoregressive --log-probabilities -1", "", "the log-probability below")
    ],
    "gan --real 0.9 --fake 0.2": [
        ("+ --smoothing 0.1", "", "Targets of real samples are 1 - s."),
        ("+ --logits", "gradients by these probabilities", "gradients by the logits"),
        ("+ --logits", "the probabilities of being real below", "the logits below"),
        ("+ --logits", "Each sample has its share of the mean.", "Where {D} is near 0"),
        ("+ --wasserstein", "A discriminator gives real", "A Wasserstein critic"),
    ],
    "vae --mu 0.5 --sd 0.8": [
        ("+ --prior-mu 1", "standard normal", "the Gaussian below"),
        ("+ --prior-sd 2", "standard normal", "the Gaussian below"),
        ("+ --x 1 --decoded 0.8", "the divergence, as a sum", "The reconstruction loss is"),
    ],
}

TRAINING = {
    f"batch {STEPS} --b 0": [
        (f"batch {STEPS} --no-bias", "weight and the bias after", ""),
        (f"batch {STEPS} --b 0 --loss mse", "the half of the loss was forgotten", "the loss was halved"),
        (f"batch {STEPS} --b 0 --loss mse", "was kept, although the half", "the derivative was forgotten"),
        ("batch --x 1 --y 2 --w 0 --b 0 --lr 0.1", "Over all 3 samples.", "over this sample."),
        (f"sgd {STEPS} --b 0", "over all samples.", "epoch 1, sample 1"),
        (f"minibatch {STEPS} --b 0 --batch-size 2", "", "over this batch; n is its size"),
        (f"minibatch {STEPS} --b 0 --batch-size 2", "", "epoch 1, samples 1 to 2"),
    ],
    f"minibatch {STEPS} --b 0 --batch-size 2": [(f"batch {STEPS} --b 0", "epoch 1, sample 3", "")],
    "updates --samples 50 --epochs 5 --batch-size 16": [
        ("+ --drop-last", "is a batch of its own.", "is left out."),
        ("+ --drop-last", "last batch was left out", "last batch was counted"),
        ("+ --drop-last", "is a batch too", "is left out where it is smaller"),
    ],
    "bagging --variance 4 --correlation 0.5 --models 9": [
        ("bagging --variance 4 --correlation 0 --models 9", "any two of them", "they are uncorrelated")
    ],
    "hierarchical --data '1,1;2,1;8,9'": [
        ("hierarchical --data '1,1;2,1;8,9' --linkage ward", ", Euclidean between samples", ""),
        ("hierarchical --distances '0,2,6;2,0,5;6,5,0'", ", Euclidean between samples", ""),
    ],
    "k-means --data '1,1;8,9' --centroids '1,1;2,1'": [
        ("+ --iterations 1", "until no sample changes", "for one iteration")
    ],
    "logistic --x '1,2;2,1' --y 1,0 --w 0,0 --b 0 --lr 0.5": [
        ("logistic --x '1,2;2,1' --y 1,0 --w 0,0 --no-bias --lr 0.5", "weights and bias", "new weights.")
    ],
    f"svm {HULLS}": [("+ --lambda 0.1", "", "plus lambda/2 times the squared length of w")],
    "knn --data '1,1;2,1;8,9' --labels a,b,b --query 2,2 --k 1": [
        ("knn --data '1,1;2,1;8,9' --labels a,b,b --query 2,2 --k 2", "", "Several labels have as many votes")
    ],
}

ALGEBRA = {
    "null-space --matrix 1,2": [
        ("null-space --matrix 1,2,3", "", "and the other free variables to 0"),
        ("null-space --matrix 2,3", "", ", which keeps all entries whole"),
        ("null-space --matrix '1,0;0,1'", "", "is the only solution of Ax = 0"),
    ],
    "eigen --matrix '1,2;5,4'": [
        ("eigen --matrix '1,1;0,1'", "agree: A is diagonalizable", "A is not diagonalizable"),
        ("eigen --matrix '2,0;0,2'", "any constant other than 0", "constants that are not all 0"),
    ],
    "eigendecomposition --matrix '4,1;2,3'": [("+ --power 3", "", "work out A to the power of 3")],
    "least-squares --x 1,2,3 --y 2,3,5": [
        ("+ --ridge 0.1", "", "all but that of an intercept"),
        ("+ --uncentered", "about the mean of y", "about 0"),
        ("least-squares --design '1,1;1,2;1,3' --y 2,3,5", "", "model y = X beta"),
        ("+ --no-intercept", "; ones are for the intercept.", "without an intercept"),
    ],
    "linear-system --a '1,2;3,4' --b 5,6": [
        (
            "linear-system --a '1,2;2,4' --b 1,2",
            "Every unknown has a pivot",
            "Solutions of Ax = 0 may be added",
        )
    ],
    "linear-system --a '1,2;2,4' --b 1,3": [
        ("linear-system --a '1,2;2,4' --b 1,2", "no x solves the system", "One solution")
    ],
    "matrices --a '1,2;3,4'": [
        ("matrices --a '1,2;3,4' --b '5,6;7,8'", "The matrix A is", "The matrices A and B are"),
        ("matrices --a '1,2;2,4'", "is invertible", "is singular"),
        ("matrices --a '1,2;2,4'", "", "A is symmetric"),
    ],
    "norms --matrix '1,2;3,4'": [
        ("norms --vector 3,-4,1", "sum of absolute values in a row", "The largest absolute value.")
    ],
    f"{SAMPLES} --components 1": [
        ("+ --biased", "the divisor n - 1", "the divisor n;"),
        ("+ --standardize", "the covariance matrix with", "divided by their standard deviations"),
        (f"{SAMPLES} --components 2", "first principal component of", "principal components of"),
    ],
    "determinant --matrix '1,2,3;4,5,6;7,8,1'": [
        ("determinant --matrix '1,2,3;0,0,6;7,8,1'", "Strike out the first row", "Strike out the second row"),
        ("determinant --matrix '1,2,3;4,0,6;0,8,0'", "The first row times", "The third row times its minors"),
    ],
    "svd --matrix '4,0;3,-5'": [
        ("+ --rank 1", "", "Then give the best approximation of rank 1."),
        ("+ --full", "the thin singular", "the full singular"),
        ("svd --matrix '1,0,1;0,1,0'", "of the transpose of A times A", "A times its transpose"),
    ],
    "vectors --a 1,2 --b 3,4": [
        ("+ --scalar 2", "Sum and difference", "Sum, difference and multiple"),
        ("+ --scalar 2", "", "the multiple c a,"),
    ],
}

NEURAL_NETWORKS = {
    "activation --function gelu --x -1,2": [("+ --approximate tanh", "", "Use its approximation by tanh.")],
    "activation --function relu --x -1,2": [
        ("activation --function relu --x -1,0,2", "", "the one that frameworks take"),
        ("activation --function relu --x -1,0,2", "", "has no derivative; framework"),
    ],
    "activation --function step --x -1,0": [
        ("+ --compare gt", "It is 1 at 0.", "It is 0 at 0."),
        ("+ --compare gt", "where {x >= ", "where {x > "),
    ],
    "backprop --x 1,2 --weights '0.2,0.4' --activations linear --y 5 --lr 0.1": [
        ("+ --updates 2", "", "A number raised in brackets counts the updates."),
        (
            "backprop --x 1,2 --weights '0.2,0.4;1,1' --weights 1,2 --activations relu,linear --y 5 --lr 0.1",
            "",
            "Backward, layer 2",
        ),
    ],
    "batch-norm --x '1,2;3,6'": [
        ("+ --epsilon 0", "1e-5 is added", "nothing is added to the variance"),
        ("batch-norm --x 1,3", "feature 2", "samples have one feature each"),
        ("+ --momentum 0.1", "", "The momentum weighs the new value"),
    ],
    "batch-norm --x '1,2;3,6' --momentum 0.1": [
        ("+ --keras", "over n - 1.", "The momentum keeps the old value")
    ],
    "batch-norm --x 1,3 --momentum 0.1": [
        ("+ --running-mean 1 --running-variance 2", "The mean starts at 0, the", "")
    ],
    "layer-norm --x 1,2,6": [("layer-norm --x '1,2,6;2,3,9'", "", "sample 2")],
    "init --kind he --fan-in 9": [
        ("init --kind he-uniform --fan-in 9", "the normal form", "the uniform form"),
        (
            "init --kind he-uniform --fan-in 9",
            "variance and standard deviation of",
            "standard deviation and bound",
        ),
        ("init --kind xavier --fan-in 9 --fan-out 5", "rule of Xavier was used", "rule of He was used"),
    ],
    "init --kind he --fan-in 9 --fan-out 5": [("+ --mode fan-out", "", " with the fan-out")],
    f"{LABELS} --p 0.9,0.2,0.6": [
        ("+ --weights 1,2,3", "", "Weights are divided by their sum."),
        (f"{LABELS} --p 1,2,3 --logits", "", "The chain rule through the probabilities"),
    ],
    f"{LABELS} --p 0.9,0.2,0.6 --weights 1,2,3": [
        ("+ --reduction sum", "Weights are divided by their sum.", "Sum over")
    ],
    "loss --kind mse --y 1,2 --p 2,4": [("loss --kind rmse --y 1,2 --p 2,4", "", "The root of the mean.")],
    "loss --kind categorical --y 0,1 --p 0.4,0.6": [("+ --smoothing 0.1", "", "Smoothing mixes the labels")],
    "mlp-params --layers 4,3,2": [
        ("+ --no-bias", "with a bias in every unit", "without biases"),
        ("+ --no-bias", "units, and a bias for each unit behind.", "pair of units."),
    ],
    "softmax --logits 0.5,1.5": [("+ --temperature 2", "", "The chain rule adds the factor {#/T}.")],
    "symmetries --neurons 3 --layers 2": [
        ("+ --sign-flips", "units in each layer.", "the signs of their weights"),
        ("+ --sign-flips", "", "Each of its units can also change the signs"),
    ],
    "vanishing-gradient --factors 1,2": [
        (
            "vanishing-gradient --activation tanh --depth 2",
            "factor given for it",
            "the largest derivative of tanh",
        )
    ],
    "vanishing-gradient --activation tanh --depth 2": [
        ("+ --z 0.5", "No derivative of this activation", "derivative at z of tanh"),
        ("+ --w 2", "", "of tanh, times the weight"),
    ],
    "xor --activation relu": [
        ("xor --activation step", "The output is linear.", "Each unit gives 1 where"),
        (
            "xor --activation relu --w '1,1;1,1' --b 0,0 --v 1,1 --c 0",
            "The outputs are those of XOR.",
            "These are not the outputs of XOR.",
        ),
    ],
}

OPTIMIZERS = {
    "adam --grads 0.3": [
        ("adam --grads 0.3,0.2", "with the gradient below", "with the gradients below"),
        ("adam --loss w**2 --w 1 --steps 1", "with the gradient", "on the loss below"),
        ("adam --grads 0.3,0.2", "", "The same, from the results of step 1."),
        ("+ --epsilon-inside", "added outside the", "added inside the"),
    ],
    "adadelta --grads 0.3": [
        ("+ --lr 0.5", "There is no learning rate.", "The change is multiplied by the learning rate.")
    ],
    "adagrad --grads 0.3": [("+ --accumulator 1", "in Keras it starts at 0.1", "")],
    "adamax --grads 0.3": [("+ --epsilon-added", "size of the gradient in it", "norm itself")],
    "adamw --grads 0.3 --w 1": [
        ("+ --decay-unscaled", "is the learning rate times", "was multiplied by the")
    ],
    "bfgs --loss x**2+2*y**2 --w 2,1": [
        ("+ --h0 '1,0;0,2'", "the identity matrix at first", "the matrix below at first"),
        ("+ --lr 0.1", "to the lowest point along", "the step size is given"),
        ("bfgs --loss x**2 --w 2", "; the entries of w are x and y", ""),
    ],
    "gradient-clipping --grads 3,4 --grads 1 --norm 1": [
        ("+ --each", "all of them together", "tensor by tensor")
    ],
    "gradient-clipping --grads 3,4 --norm 1": [
        ("+ --epsilon 0.1", "", "with the small constant added to it"),
        ("gradient-clipping --grads 3,4 --value 1", "", "What is above the value"),
    ],
    "newton --loss w**4-8*w --w 1 --steps 2": [
        ("newton --loss w**4-8*w --w 1 --steps 1", "two steps", "one step"),
        ("newton --loss w**4-8*w --w 1 --steps 1", "The same, from", ""),
    ],
    "newton --loss w**4-8*w --w 1": [
        ("newton --root w**4-8*w --w 1", "minimize the loss", "find a root of the function")
    ],
}

PERCEPTRONS = {
    "gate --gate and --w 1,1 --b -1.5": [
        ("gate --gate and --w 1,1 --threshold 2 --no-bias", "with the bias.", ""),
        ("gate --x '1,0;0,1' --y 1,0 --w 1,1 --b -1.5", "each row of the truth table", "each sample"),
    ],
    "neuron --x 0,1 --w 4,2 --activation step": [("+ --threshold 1", ", which is 0", "")],
    "neuron --x 0,1 --w 4,2 --activation leaky-relu": [("+ --slope 0.1", "Its slope below 0 is 0.01.", "")],
    "perceptron --gate and --w 0,0 --b 0": [
        (
            "perceptron --x '0,0;1,1' --y 0,1 --w 1,1 --b 0",
            "00, 01, 10, 11",
            "samples are taken in the order",
        ),
        ("perceptron --gate and --w 1,1 --b -1.5", "", "Row 1 in full:"),
        ("perceptron --gate xor --w 0,0 --b 0", "training has converged", "Training never ends"),
    ],
    "perceptron --gate xor --w 0,0 --b 0 --lr 0.5": [
        (
            "perceptron --gate xor --w 0,0 --no-bias --lr 0.5",
            "ends with the weights and the bias",
            "ends with the weights {",
        )
    ],
    "separable --gate and": [
        ("separable --x '0,0,0;1,1,1' --y 0,1", "a line part", "a plane part"),
        ("separable --x '0,0;1,1' --y 0,1", "Is the truth table", "Are the samples"),
    ],
}

PROBABILITY = {
    "bayes --priors 0.1,0.9 --likelihoods 0.8,0.1": [
        ("+ --hypotheses 'spam,not spam'", "", "(spam, not spam)"),
        ("bayes --priors 0.2,0.3,0.5 --likelihoods 0.8,0.1,0.2", "were swapped", "were given in reverse"),
    ],
    "expectation --values 0,1 --probabilities 0.5,0.5": [
        (
            "+ --of x**2",
            "the mean, the variance and the standard deviation of X",
            "The function y of it is given",
        )
    ],
    "mle --distribution bernoulli --heads 7 --tails 3": [
        (
            "mle --distribution bernoulli --heads 7 --tails 0",
            "The score is set to 0",
            "it is largest on the edge",
        )
    ],
    "naive-bayes --messages 'a b; c a' --labels s,h --query a": [
        ("+ --priors 0.5,0.5", "The share of each class", "They are given.")
    ],
    "normal --mean 9 --sd 2": [
        ("+ --above 12", "", "the standardized value z"),
        ("+ --between 8,12", "", "the standardized values"),
        ("+ --above 12", "", "is more than 12"),
    ],
    "poisson --rate 2 --k 3": [("poisson --rate 2 --at-least 2", "", "the opposite takes fewer terms")],
    "poisson --rate 2 --at-least 2": [("poisson --rate 2 --at-least 0", "", "X is sure to be such a value.")],
    "uniform --a 2 --b 8 --below 9": [
        ("uniform --a 2 --b 8 --below 1", "All values of X lie below", "No value of X lies below")
    ],
}

REGULARIZATION = {
    "dropout --x 2,4 --mask 1,0 --rate 0.5": [
        ("+ --inverted", "was divided by", "was multiplied by"),
        ("+ --inverted", "", "What is kept makes up for the rest"),
        ("+ --inverted", "with which it was kept", "nothing is left to scale"),
    ],
    "early-stopping --losses 9,7,8,8 --patience 2": [
        ("+ --maximize", "is below the best", "is above the best"),
        ("+ --min-delta 0.1", "", "by more than the smallest change"),
        ("early-stopping --losses 9,8 --patience 2", "Training stops here.", "The patience is never used up"),
    ],
    "fgsm --x 0.5 --gradient 0.3 --epsilon 0.1": [
        ("+ --targeted", "moves up the loss", "Down the loss of the wanted class."),
        ("+ --targeted", "up the loss", "down the loss of the wanted class"),
        ("+ --clip 0,1", "", "The result is clipped to the valid range."),
    ],
    "l2 --w 1,-2 --strength 0.1": [
        ("+ --half", "lambda times", "lambda/2 times"),
        ("+ --half", "the factor 2 of the derivative was left out", "was put in, although 1/2 cancels it"),
    ],
}

SEQUENCES = {
    f"attention {HEADS}": [
        ("+ --unscaled", "of scaled dot-product", "of unscaled dot-product"),
        ("+ --unscaled", "the number of entries of a key", ""),
        ("+ --causal", "", "masked scaled"),
    ],
    f"multi-head {HEADS} --heads 2": [
        ("+ --unscaled", "The scores are divided by", "unscaled dot-product"),
        ("+ --wo '1,0;0,1'", "side by side.", "and are weighed."),
        ("+ --wq '1,0;0,1' --wk '1,0;0,1' --wv '1,0;0,1'", "", "Q, K and V after their weights"),
    ],
    f"rnn {SEQUENCE}": [
        ("+ --h0 1", "The state is 0 before the first step.", ""),
        ("+ --output-weights 2", "", "the state and the output"),
        ("+ --activation sigmoid", "state lies between -1 and 1", "state lies between 0 and 1"),
        ("rnn --x 1 --w 0.5 --u 0.8", "The same, from what the step before left.", ""),
    ],
    f"rnn {SEQUENCE} --output-weights 2": [("+ --output-bias 1", "outputs of V h.", "outputs of V h + c")],
    f"bidirectional-rnn {SEQUENCE} --w-back 1 --u-back 1": [
        ("+ --h0 1", "Both directions start from 0.", "The backward direction starts from 0."),
        ("+ --h0-back 1", "Both directions start from 0.", "The forward direction starts from 0."),
    ],
    f"bptt {SEQUENCE} --target 1": [
        (f"bptt {SEQUENCE} --target '1;2;3'", "only the last step has", "those of all steps are added"),
        ("+ --lr 0.1", "", "and the weights after a step at the rate 0.1"),
        ("+ --h0 1", "is 0 before the first step", ""),
    ],
    "deep-rnn --x '1;0.5' --w '1|2' --u '1|2'": [
        ("+ --h0 '1|1'", "All layers start from 0.", ""),
        ("deep-rnn --x '1;0.5' --w 1 --u 1", "the states of the layer below", ""),
    ],
    ECHO: [
        ("+ --b 1,1", "f(U x + W h)", "f(U x + W h + b)"),
        ("+ --leak 0.5", "h becomes f(", "h becomes (1 - a) h + a f("),
        ("+ --h0 1,1", "The state is 0 before the first step.", ""),
        ("echo-state --x 1 --w-in '1;1;1' --w '1,1,0;0,1,0;0,0,1'", "", "the sums of its minors"),
    ],
    f"{ECHO} --target '1;2;4'": [("+ --ridge 0.1", "", "plus beta times that of squared weights")],
    GRU: [
        ("+ --mirrored", "1 - z times the old one plus z", " z times the old one plus 1 - z"),
        ("+ --convention pytorch", "gate multiplies the state", "gate multiplies the weighted state"),
        ("+ --h0 1", "The state is 0 before the first step.", ""),
        ("+ --order xh", "the state and the input", "the input and the state"),
    ],
    LSTM: [
        ("+ --order xh", "the state and the input", "the input and the state"),
        ("+ --h0 1", "The state and the cell are 0", "The cell is 0 before the first step."),
        ("+ --c0 1", "The state and the cell are 0", "The state is 0 before the first step."),
    ],
    "positional-encoding --length 1 --dimensions 4": [
        ("positional-encoding --length 3 --dimensions 4", "", "Position 2")
    ],
    "rnn-params --cell gru --inputs 9 --units 4": [
        ("+ --biases 2", "is a bias vector", "are two bias vectors"),
        ("+ --bidirectional", "", ", in both directions"),
        ("rnn-params --cell rnn --inputs 9 --units 4", "of GRU cells", "of plain recurrent cells"),
    ],
    f"seq2seq {SEQUENCE} --w-dec 0.3,-0.2 --u-dec 0.6 --output-weights '1;-1' --teacher 1,0": [
        ("+ --padding 0", "", "Targets of padding do not count in the mean."),
        ("+ --padding 0", "", "the target is padding, which adds no loss"),
    ],
}

ALL = (
    CALCULUS,
    CONVOLUTION,
    WORDS_AND_MEASURES,
    GENERATIVE_MODELS,
    TRAINING,
    ALGEBRA,
    NEURAL_NETWORKS,
    OPTIMIZERS,
    PERCEPTRONS,
    PROBABILITY,
    REGULARIZATION,
    SEQUENCES,
)
