### What a reader sees of the labs, in English. tr.ftl has the same messages in the same order.

## The frame

controls = Controls
progress = Progress of the run
result = Result
table = Measurements
real = What is real here
download = Download

action-run = Run
action-stop = Stop
action-reset = Reset
action-link = Copy link
action-embed = Embed
action-undo = Undo
action-defaults = Use the defaults
action-new-tab = Open in a new tab

copied-link = The link is on your clipboard.
copied-embed = The HTML for your page is on your clipboard.
copy-by-hand = The browser did not allow copying. Copy it from here:
link-too-long = With your program, a link would have { $length } characters; many servers take no more than 8,000. The address and copied links therefore hold your settings without the program. Copy its text itself.

download-json = Report (JSON)
download-csv = Samples (CSV)
download-trace = Trace (Perfetto)
download-picture = Picture (PNG)

theme-light = Switch to light colours
theme-dark = Switch to dark colours

phase-start = Getting ready
phase-spawn = Starting Workers:
phase-rehearsal = Rehearsing, not counted:
phase-measure = Measuring:
phase-judge = Working out medians and verdicts

clock-coarse = This browser’s clock moves in steps of { $step } ms, as in browsers that protect their readers from being recognised. Each sample therefore lasts about { $seconds } s.
clock-run = With these settings, a run takes { $time } or more.
was-hidden = This tab was hidden during the run. Browsers slow hidden tabs down, so the times may be too long. For times that you can trust, run it again with the tab in front.

hint-range = { $min } to { $max }
hint-range-unit = { $unit }: { $min } to { $max }
hint-unused = Not used: your own file is worked on.
hint-topologies = Each is compared with 1×1, one after another.

unit-ns = ns
unit-us = µs
unit-ms = ms
unit-px = px
unit-s = s
unit-min = min
unit-per-second = /s
unit-byte = B
unit-kib = KiB
unit-mib = MiB
unit-gib = GiB
unit-pixels = pixels along an edge
unit-limit = upper limit
unit-elements = elements
unit-bodies = bodies
unit-bytes = bytes
unit-epochs = epochs
unit-thousand-points = thousand points
unit-rows = rows
unit-zero-bits = zero bits
unit-workers = workers
unit-samples = samples

## The reader's own file

field-file = Your own file
file-none = No file: the data is made from the seed.
file-choose-text = Choose a text …
file-choose-pixels = Choose a picture …
file-remove = Remove
file-reading = being read …
file-edges = worked on at { $width } × { $height } pixels
file-hint-text = Choose a plain text or drop it here. It is worked on in this browser and never leaves your machine; a copied link does not contain it.
file-hint-pixels = Choose a picture or drop it here. It is scaled down to the size above, worked on in this browser and never leaves your machine; a copied link does not contain it.
file-wrong-empty = “{ $name }” is empty (0 bytes). Choose a file with something in it, or remove it.
file-wrong-too-large-text = “{ $name }” is too large ({ $size }). A text may have { $max } at most: choose a shorter one, or remove it.
file-wrong-too-large-pixels = “{ $name }” is too large ({ $size }). A picture’s file may have { $max } at most: save it smaller, for example as JPEG, or remove it.
file-wrong-no-text = “{ $name }” is not a text in UTF-8 or UTF-16; older programs save texts in other encodings, such as Windows-1254. Open it in an editor, save it with the encoding UTF-8 and choose that file, or remove it.
file-wrong-no-picture = “{ $name }” is not a picture as PNG, JPEG, GIF or WebP, or is damaged. Save others (AVIF, SVG, HEIC) as PNG or JPEG. Or remove it.
file-wrong-too-many-pixels = “{ $name }” has too many pixels to be decoded here. Save it smaller, at most 32,768 pixels along an edge, or remove it.
file-wrong-no-decoder = The part of the page that reads files did not arrive. Check the connection and choose “{ $name }” again, or remove it.
file-wrong-unreadable = “{ $name }” could not be read; perhaps it was moved or changed after it was chosen, or memory does not suffice. Choose it again, or remove it.

## Predict first

predict-skip = Skip the question
predict-yours = Your prediction: { $prediction }
predict-right = You were right.
predict-wrong = It came out differently.
predict-cannot-tell = This run cannot answer the question.

## Claims of the article, and verdicts

claim-processes-parallel = Every process can run on a core of its own.
claim-when-processes-cpu = Work that keeps the processor busy is work for several processes.
claim-when-processes-cores = To use every core, use several processes.

verdict-holds = Holds here.
verdict-fails = Does not hold here.
verdict-unclear = Unclear.
verdict-unavailable = Not available here.

interval = (95% interval { $interval })
interval-none = no visible spread
interval-one-run = one run

settings = Settings of this run: { $settings }.

basis-measured = measured
basis-modelled = modelled
basis-unavailable = unavailable here

reason-one-core = Only one core is reported here, so nothing can run beside anything else.
reason-not-isolated = This page may not share memory between Workers, so threads cannot run.
reason-not-in-run = The run had no measurement for it. Choose processes, and as many workers as there are cores.
reason-within-noise = The difference is no larger than the noise. More samples or a larger size may settle it.
reason-clock-too-coarse = One of the two took less time than the clock here can show, so there is no ratio. Run it again, with a larger size where there is one.
reason-machine-busy = The control had only { $cores } of 2 cores during this run, because other programs were using them or because the processor has fewer cores than it reports. Close other programs and run it again.
reason-tab-hidden = The tab was hidden during the run, and browsers slow hidden tabs down. Keep the tab in view and run it again.
reason-suspended = The machine or the program was suspended during the run, again and again, so these times say nothing. Run it again.

answers-agree = Every topology gave the same answer, bit for bit.
answers-disagree = The topologies did not give the same answer. Do not trust these times.

## Tables and charts

table-caption = Medians of { $samples } samples each; below them, the 95% interval.
column-topology = Topology
column-time = Time
column-speedup = Speed-up
column-spawn = Start of Workers
column-sent = Bytes sent
column-received = Bytes received
column-step = Bytes per step
table-steps = × { $count } steps
column-busy = Busy share of each lane

family-serial = one after another
family-threads = threads
family-processes = processes
family-mixed = processes with threads

chart-log = { $label } (logarithmic: each line is ten times the one before)
chart-mode = What the chart shows
chart-workers = workers
chart-speedup = Speed-up
chart-time = Time (ms)
chart-ideal = ideal
chart-curve-amdahl = { $family }: Amdahl’s law
chart-curve-usl = { $family }: universal scalability law

fit-amdahl = Amdahl’s law, fitted to { $family }: { $serial }% of the work is serial.
fit-usl = Universal scalability law, fitted to { $family }: contention { $serial }%, coherency { $coherency }%.

## The machine

machine-picture = The machine: boxes are memories, lanes are flows of control, bars are time
machine-process = Process { $process }
machine-memory-shared = one memory, shared
machine-memory-own = a memory of its own
machine-lane = Lane { $lane }
machine-end-process = End process { $process }
machine-summary = Share of the time in which each lane was computing:
machine-summary-lane = process { $process }, lane { $lane }: { $share }.
machine-line = Measured on { $cores ->
    [one] { $cores } core
   *[other] { $cores } cores
  }, { $memory }; the clock’s step is { $clock } ms. Koşut { $build }.
restored = This is your result of { $when }, as the page around this experiment has kept it. Press Run to measure again.
restored-rows = { $rows ->
    [one] One row of the table was left out
   *[other] { $rows } rows of the table were left out
  } because there was no room to keep { $rows ->
    [one] it
   *[other] them
  }.
machine-shares = with shared memory
machine-shares-not = without shared memory

activity-run = computing
activity-wait = waiting
activity-lock = waiting for a lock
activity-message = message
activity-io = input or output
activity-crashed = crashed

units-picture = The work itself, each finished piece in the colour of its lane
units-lane = Process { $process }, lane { $lane }

## What there is to see of an answer

shown = The answer
shown-so-far = So far, from the pieces that are done
shown-last = The answer, from all pieces

shown-estimate-about = Estimate of π: ± { $error } (95%), from { $samples } samples.
shown-estimate-agree = { $digits ->
    [0] No digit agrees with π yet.
    [one] The first digit agrees with π.
   *[other] The first { $digits } digits agree with π.
  }
shown-estimate-chart = How the estimate comes near π: the line is the estimate, the band its 95% interval, the dashed line π.
shown-estimate-axis = samples, up to { $samples }

shown-words-list = The most frequent words, and how often each was found
shown-words-total = { $total } words.
shown-words-distinct = { $total } words, { $distinct } of them different.

shown-learning-about = of { $of } digits that the network had not learnt from were read right after { $epochs ->
    [one] { $epochs } epoch
   *[other] { $epochs } epochs
  }.
shown-learning-chart = Share of digits read right, epoch by epoch: { $first } at first, { $accuracy } of { $of } after { $epochs } epochs.
shown-learning-axis = epochs, 1 to { $epochs }

shown-search-trials = hashes
shown-search-rate = hashes per second
shown-search-bits = leading zero bits
shown-search-best = The best hash, found by trial { $nonce }; the zeros that it begins with are underlined:
shown-search-said = { $trials } hashes; the best begins with { $bits } zero bits and was found by trial { $nonce }.

pad = Let the network read your digit.
pad-about = Draw one digit from 0 to 9, large and in the middle. It is read by the network that you have just trained.
pad-running = A run is under way; when it has ended, you can draw here for the network that it trains.
pad-no-network = There is no network to ask: the last run did not end well. Run it again.
pad-sheet = Sheet to draw on
pad-keys = By keyboard: the arrow keys move (with Shift, four cells), the space bar lowers and lifts the pen.
pad-clear = Clear
pad-empty = The sheet is empty: draw a digit.
pad-answer = The network takes this for a { $word } ({ $digit }).
pad-scores = The network’s score for each digit; it takes the highest.
pad-at = Column { $column }, row { $row }
pad-pen-down = Pen down: column { $column }, row { $row }
pad-pen-up = Pen up: column { $column }, row { $row }

digit-0 = zero
digit-1 = one
digit-2 = two
digit-3 = three
digit-4 = four
digit-5 = five
digit-6 = six
digit-7 = seven
digit-8 = eight
digit-9 = nine

## Code

code-rust = The Rust that runs
code-native = On the real operating system
code-native-about = In a copy of the source, with Rust installed: there, threads are threads of the operating system, and processes are child processes.
code-command = Command for a terminal
code-copy = Copy
code-copied = Copied
code-dataset = Download the data set { $name }, and put it beside the script
code-python = The same in Python
code-download = Download { $name }
code-loading = Loading …
code-failed = The code could not be loaded. Close this part, check the connection and open it again.

## Lab: speedup

lab-speedup = Speed-up on your cores

field-kernel = Work
field-size = Size
field-workers = Most workers
field-topologies = Topologies
field-schedule = Schedule
field-samples = Samples
field-seed = Seed

kernel-mandelbrot = Mandelbrot set
kernel-mandelbrot-about = Uneven work: some tiles take far longer than others.
kernel-primes = Counting primes
kernel-primes-about = Nothing but computing; hardly a byte is sent.
kernel-pi = π by chance
kernel-pi-about = Random points, independent streams; almost nothing to say to each other.
kernel-matmul = Matrix product
kernel-matmul-about = Large inputs, but much arithmetic for each byte of them.
kernel-sort = Sorting
kernel-sort-about = Much data, little arithmetic: processes must be sent their share.
kernel-nbody = Gravity
kernel-nbody-about = All bodies attract each other: at every step processes must be told everyone’s place.
kernel-kmeans = Colours of a picture
kernel-kmeans-about = Machine learning, round after round: processes get the picture once, then only its sixteen colours.
kernel-wordcount = Counting words
kernel-wordcount-about = Each lane counts pieces of the text, then the lists are added up; processes must be sent all of it.
kernel-train = Training a network
kernel-train-about = It learns handwritten digits: threads share the gradients, processes send them at every step.
kernel-proof = Proof of work
kernel-proof-about = A search by trial: it ends with the first success.

topologies-1xN = Threads (1×N)
topologies-Nx1 = Processes (N×1)
topologies-PxT = Both (P×T)

schedule-dynamic = Dynamic
schedule-dynamic-about = A lane that is done takes the next piece.
schedule-static = Static
schedule-static-about = Each lane gets its pieces beforehand.

predict-speedup = How fast will the work be done with { $workers } workers, at best, compared with one?
predict-speedup-ideal = Nearly { $workers } times as fast
predict-speedup-some = Clearly faster, but far from { $workers } times
predict-speedup-same = About as fast
predict-speedup-slower = Slower
predict-speedup-measured = Measured: { $outcome } – { $value } times as fast.
predict-wrong-speedup = It came out differently. The timelines and the table show where the time went.
predict-cannot-tell-speedup = With a single worker there is nothing to compare, so this run cannot answer the question.

ratio-processes-parallel = Several processes at once get { $ratio } times as much independent work done as one

real-speedup = Threads here are Web Workers that compute in one shared WebAssembly memory; processes are Workers with a memory each, which share nothing and send messages. The operating system puts both on your cores. A browser’s Worker is lighter than a process of the operating system and heavier to start than one of its threads; and WebAssembly has no GIL, so threads run in parallel here, as they do in C, Rust or Java. What the article says of threads in Python is about CPython: in a language without such a lock, threads do as well as processes on this work, and the table shows both. The experiment on Python’s lock judges when processes are the better choice.
native-speedup = Recorded with the native program (kosut { $program }) on { $date }, on another machine ({ $processor }, { $cores } cores, { $system }): a process with two threads started in { $startThreads }, two processes in { $startProcesses }. In a browser a thread is a Worker, and the engine starts a JavaScript environment for it as it does for a process. It can do so only when the process has begun, so a process with threads often takes longer to start here than as many processes.

## Lab: sharing

lab-sharing = A payload there and back

claim-threads-sharing = Threads share one memory, so sharing data is easy.
claim-processes-ipc = Sharing data between processes is harder and dearer.

field-sharing-largest = Largest payload
field-sharing-workers = Workers with a payload each
sharing-largest-64KiB = 64 KiB
sharing-largest-64KiB-about = Four sizes, done quickly.
sharing-largest-1MiB = 1 MiB
sharing-largest-1MiB-about = Five sizes; enough for both claims.
sharing-largest-16MiB = 16 MiB
sharing-largest-16MiB-about = Six sizes; for machines with little memory.
sharing-largest-64MiB = 64 MiB
sharing-largest-64MiB-about = All seven sizes; needs about half a gigabyte for a moment.

sharing-way-reference = By reference
sharing-way-ring = Ring of bytes
sharing-way-clone = Message, cloned
sharing-way-transfer = Message, transferred
sharing-way-serialised = Message, serialised

predict-sharing = 64 KiB go to a worker and back. How much longer does a serialised message between processes take than a reference between threads?
predict-sharing-same = About as long
predict-sharing-some = Up to 10 times as long
predict-sharing-tens = 10 to 100 times as long
predict-sharing-hundreds = More than 100 times as long
predict-sharing-measured = Measured: { $outcome } – { $value } times.
predict-cannot-tell-sharing = Without shared memory there is no reference to compare with.

ratio-threads-sharing = A message after which both sides have the data costs { $ratio } times as much as a reference (there and back, geometric mean over the sizes from 1 KiB up)
ratio-processes-ipc = A serialised message costs { $ratio } times as much as a reference (64 KiB, there and back)
answers-agree-sharing = Every answer that came back was right, on every trip.

column-sharing = Way
column-sharing-payload = Payload
column-sharing-trip = There and back
column-sharing-times = Against by reference
column-sharing-additions = As many additions
column-sharing-throughput = Bytes per second
column-sharing-copied = Bytes copied, at least
column-sharing-crossover = Reference at half the cost from
column-sharing-overtakes = Cheaper than cloned from
column-sharing-lines = Lines of code of its own
table-caption-sharing = Medians of { $samples } samples; below them 95% intervals

chart-sharing-latency = Time
chart-sharing-throughput = Throughput
chart-sharing-payload = Payload
chart-sharing-trip = There and back
chart-sharing-per-second = Bytes per second

real-sharing = The worker looks at every cache line of the payload, changes it and gives it back; the answer is checked on every trip. Reference and ring go between two threads that really share a memory. Cloned and transferred are the browser’s own messages; serialised is how the processes of all experiments here talk, and copies into and out of each WebAssembly memory. An operating system has no transfer: its pipes copy, and what comes closest is memory that two processes map both. In return, its processes start with copies of pages that are made only when somebody writes.

## Lab: memory

lab-memory = What a worker more takes

claim-threads-memory = A thread needs no memory of its own.
claim-processes-memory = Every process needs its own memory.

field-memory-workers = Workers at most
field-memory-data = Data set that all read
unit-mebibytes = MiB

predict-memory = Every worker must read a data set of { $data } MiB. How much memory does each process more take?
predict-memory-little = Far less than { $data } MiB
predict-memory-copy = About { $data } MiB: a copy
predict-memory-more = Clearly more than { $data } MiB
predict-memory-measured = Measured: { $outcome } – { $value } MiB for each process more.

ratio-threads-memory-without-data = Without data, one more process takes { $ratio } times as much memory as one more thread
ratio-threads-memory-with-data = With the data set, { $ratio } times as much
ratio-processes-memory = The most processes take { $ratio } times as much memory as one
answers-agree-memory = Every worker read the same data set, to the last byte.

column-memory-memory = Memory in all
column-memory-each = Each process
column-memory-worker = One more worker
column-memory-bare-worker = One more worker, without data
column-memory-copies = Copies of the data
column-memory-shipped = Bytes sent
column-memory-read = Reading
column-memory-conductor = The conductor’s own

chart-memory-total = Memory
chart-memory-bytes = Memory in all
chart-memory-threads = threads
chart-memory-processes = processes

real-memory = The numbers are the sizes of the WebAssembly memories, to the page of 64 KiB. A Worker takes more than that: the browser’s engine keeps a heap, compiled code and a thread’s stack for each, threads too, and tells nobody how much. A WebAssembly memory grows and never shrinks. An operating system gives out memory by pages, shares a program’s text between processes, and with fork shares all of it until somebody writes; the native program shows the proportional set size, which counts a shared page in parts.
native-memory = Recorded with the native program (kosut { $program }) on { $date }, on another machine ({ $processor }, { $cores } cores, { $system }): one more thread took { $thread }, one more process { $process }. A thread takes more here, because all of its stack counts, 256 KiB, and not only the pages that it has used.

## Lab: switching

lab-switching = What a hand-off costs

claim-threads-switching = Switching between threads is faster than between processes.
claim-processes-switching = Switching between processes costs more than between threads.

field-switching-count = Times in each sample
field-switching-lanes = Most lanes
field-switching-size = Work: primes up to
unit-times = times
unit-lanes = lanes

predict-switching = Two threads hand a turn to and fro; then two processes do the same. How much longer does it take the processes?
predict-switching-same = About as long
predict-switching-some = Up to 5 times as long
predict-switching-ten = 5 to 20 times as long
predict-switching-much = More than 20 times as long
predict-switching-measured = Measured: { $outcome } – { $value } times.
predict-wrong-switching = It came out differently. The table shows what each way of handing on takes.
predict-cannot-tell-switching = Without shared memory there are no threads to compare with, so this run cannot answer the question.

ratio-threads-switching = A turn takes { $ratio } times as long between processes (channel of their own) as between threads (lock and condition variable)
ratio-processes-switching = With the bare means of both: { $ratio } times as long between processes (message) as between threads (wait and wake); typical hand-offs

real-switching = Here threads really fall asleep and are really woken, and so are the Workers that stand for processes. But a browser shows what a hand-off costs, which contains a context switch, and not the switch alone: to a message belong the browser’s queues and event loops as well. On an operating system, a switch between processes costs more than one between threads for another reason besides: the processor must look at another memory. Two lanes on two cores may also hand a turn on without any core having to switch; then waking is what costs. Where the table counts several round trips per time, the clock cannot tell a single one, and the distribution is one of their means.
native-switching = Recorded with the native program (kosut { $program }) on { $date }, on another machine ({ $processor }, { $cores } cores, { $system }): a turn took { $handOffThreads } between threads and { $handOffProcesses } between processes; a process with two threads started in { $startThreads }, two processes in { $startProcesses }. In a browser a thread is a Worker, and the engine starts a JavaScript environment for it as it does for a process. It can do so only when the process has begun, so a process with threads often takes longer to start here than as many processes.

switching-way-call = Function call
switching-way-atomics = Threads, bare wait and wake
switching-way-condvar = Threads, condition variable
switching-way-post = Worker and parent, bare message
switching-way-direct = Processes, channel of their own
switching-way-conductor = Processes, through the conductor
switching-busy = { $lanes ->
    [one] Same work on { $lanes } lane
   *[other] Same work on { $lanes } lanes
  }
switching-start-1x1 = Starting a process
switching-start-2x1 = Starting two processes
switching-start-1x2 = Starting a process with 2 threads
switching-start-1x4 = Starting a process with 4 threads

table-caption-switching = Medians of { $samples } samples or more; below them, the 95% interval. Of a hand-off, one way.
column-switching = What
column-switching-time = Time
column-switching-p50 = Half are below
column-switching-p99 = 99% are below
column-switching-group = Round trips per time
column-switching-bare = Over the bare means
column-switching-best = Over the best number of lanes

chart-switching-ways = Hand-offs
chart-switching-times = Distribution
chart-switching-busy = Many lanes
chart-switching-starts = Starts
chart-axis-hand-off = one hand-off
chart-axis-share = share of all times
chart-axis-lanes = lanes
chart-axis-busy = time for the same work
chart-axis-start = until ready

## Lab: race

lab-race = A race for one number

claim-threads-race = Shared data is hard to manage: race conditions threaten.

field-race-scene = What is shared
field-race-lanes = Lanes
field-race-rounds = Steps of each lane
hint-race-rounds = { $min } to { $max } { $unit }
field-race-window = Window between reading and writing
hint-race-window = { $min } to { $max } { $unit }: it widens the window, and does nothing else
unit-additions = additions
unit-transfers = transfers
unit-seats = seats, for all lanes together
unit-turns = turns of an empty loop

race-scene-counter = A counter
race-scene-counter-about = All lanes add 1 to the same number, again and again.
race-scene-bank = A bank
race-scene-bank-about = All lanes transfer money between eight accounts; the total must stay as it is.
race-scene-seat = The last seat
race-scene-seat-about = All lanes sell the same seats: look whether it is free, then take it.

race-way-unsynchronised = Without care: read, compute, write
race-way-mutex = With a lock
race-way-atomic = One indivisible operation
race-way-merge = Each on its own, merged in the end
race-way-processes = Processes that send their results

race-numbers = What it should say, and what it says
race-running = running …
race-right = nothing lost
race-wrong-counter = { $count } additions lost
race-wrong-bank = { $count } bookings lost
race-wrong-seat = { $count } tickets too many
race-expected-counter = Additions made
race-found-counter = The number says
race-expected-bank = Bookings made
race-found-bank = In the books
race-expected-seat = Seats offered
race-found-seat = Tickets sold
race-lanes = Steps of each lane so far: { $steps }
race-rehearsal = This was the rehearsal, which is made long enough to be watched. What is measured follows.

scheduler = Be the scheduler
scheduler-simulated = simulated
scheduler-about = Here nothing races: small threads wait for you, and you decide which one takes its next step. Each line is one step that nobody can interrupt. Try to break what must hold.
scheduler-failed = The orders could not be worked out.
scheduler-again = Try again
scheduler-fix = Care
scheduler-fix-none = None
scheduler-fix-lock = A lock
scheduler-fix-atomic = Indivisible operations
scheduler-size = Threads
scheduler-size-2x1 = Two threads, once each
scheduler-size-2x2 = Two threads, twice each
scheduler-size-3x1 = Three threads, once each
scheduler-memory = Shared memory
scheduler-free = free
scheduler-thread = Thread { $name }
scheduler-done = finished
scheduler-ready = ready
scheduler-blocked = waits for the lock
scheduler-next = Thread { $name }: next step
scheduler-steps = { $count ->
    [0] Nobody has taken a step yet.
    [one] One step taken.
   *[other] { $count } steps taken.
  }
scheduler-holds-counter = All additions arrived: the number is { $outcome }.
scheduler-broken-counter = Broken: the number is { $outcome }, and should be { $expected }.
scheduler-holds-bank = The total is still { $outcome }.
scheduler-broken-bank = Broken: the accounts hold { $outcome } together, and should hold { $expected }.
scheduler-holds-seat = One seat, { $outcome } ticket.
scheduler-broken-seat = Broken: { $outcome } tickets were sold for { $expected } seat.
scheduler-undo = Undo
scheduler-restart = Start again
scheduler-forward = One step on ({ $left } left)
scheduler-auto = Play by itself
scheduler-ends = All { $count } orders in which the steps can come, by how they end
scheduler-outcome-counter = The number
scheduler-outcome-bank = Total
scheduler-outcome-seat = Tickets
scheduler-orders = Orders
scheduler-share = Share
scheduler-judged = Does it hold?
scheduler-right = holds
scheduler-wrong = broken
scheduler-show = Example
scheduler-play = Play the end { $outcome }

predict-race = { $lanes } lanes write to the same data without care. How much of it is lost?
predict-race-nothing = Nothing: a processor is exact
predict-race-little = Hardly anything, less than 1%
predict-race-much = A good part, up to a half
predict-race-most = Half of it or more
predict-race-measured = Measured: { $outcome } – { $percent }%.
predict-cannot-tell-race = Without shared memory, lanes cannot race, so this run cannot answer the question.

ratio-race = Without care, the data should have said { $ratio } times what it did

reason-within-noise-race = In some of the samples the lanes hardly got in each other’s way: the window between reading and writing is so short that a core often does both before the other one gets the number. Widen it, to 100 turns for example; and close other programs that use the cores.

answers-agree-race = Every way that takes care lost nothing, in every sample.
answers-disagree-race = A way that takes care did not find what it should have. Do not trust these numbers.

column-race = Way
column-race-expected = Should be
column-race-found = Was
column-race-lost = Lost
column-race-share = Share lost
column-race-cost = Time per step
column-race-time = Time
chart-race-cost = Time per step
chart-race-cost-axis = Time per step, of all lanes together
chart-race-lost = Lost
chart-race-lost-axis = Share that was lost

real-race = The lanes are real threads on real cores, writing into one memory, and nothing is arranged: what is lost was lost by your processor, and every run loses something else. Each single read and write is atomic, so this is a race condition, not what languages call a data race; C, C++ and unsafe Rust have that too, and there anything may happen. WebAssembly’s atomic accesses have one order for all lanes, so the reordering of memory accesses that bare processors do is not to be seen here. Only the scheduler’s game is simulated.

## Lab: gil

lab-gil = A small Python and its lock

claim-threads-gil = Python’s global interpreter lock (GIL) keeps threads from running in parallel.
claim-processes-gil = Processes get past the GIL: each has a lock of its own.

field-gil-mode = What Run does
gil-mode-compare = The comparison
gil-mode-compare-about = Measures computing and waiting on threads with the lock, on threads without it and on processes.
gil-mode-program = Your own program
gil-mode-program-about = Runs the program in the editor below, once.
field-gil-workers = Threads, or processes
field-gil-size = Loop of a computing job
unit-thousand-turns = thousand turns
field-gil-wait = Time that a waiting job waits
field-gil-interval = Switch interval
hint-gil-interval = { $unit }: { $min } to { $max }. Whoever waits for the lock asks for it after so long; CPython’s is 5,000.
field-gil-source = Program
field-gil-gil = Global lock (GIL)
gil-gil-on = On
gil-gil-on-about = One thread runs at a time, as in CPython’s usual build.
gil-gil-off = Off (free-threaded)
gil-gil-off-about = All threads run at once; each object has a lock of its own, as in CPython 3.13t.
field-gil-checks = The lock can change hands
gil-checks-loops-and-calls = Where loops turn back, and at calls
gil-checks-loops-and-calls-about = As in CPython since 3.10.
gil-checks-instructions = Before each instruction
gil-checks-instructions-about = Much as in CPython up to 3.9.
field-gil-lanes = Most threads at a time
hint-gil-lanes = { $min } to { $max }, the main thread among them: so many real lanes are started.

predict-gil = { $workers } threads share work that only computes, under Python’s GIL. How much sooner is it done than one after another?
predict-gil-ideal = Nearly { $workers } times as fast
predict-gil-some = Clearly faster, but far from { $workers } times
predict-gil-same = About as fast
predict-gil-slower = Slower
predict-gil-measured = Measured: { $outcome } – { $value } times as fast.
predict-wrong-gil = It came out differently. The chart shows the same threads with the lock and without it.
predict-cannot-tell-gil = Without shared memory there are no threads to put under the lock, so this run cannot answer the question.

ratio-threads-gil = Without the lock, the same threads compute { $ratio } times as fast
ratio-processes-gil = Processes compute { $ratio } times as fast as threads under the lock
ratio-when-processes-cpu = In Python, processes compute { $ratio } times as fast as threads
ratio-when-processes-cores = With as many of each as there are cores, processes compute { $ratio } times as fast as threads in Python
reason-too-short-gil = Each job was done in less than 5 ms, the interval after which a thread asks for the lock. Starting takes as long as that, so these times say nothing about the lock. Choose a larger size.
reason-not-in-run-gil = This run had fewer processes than the machine has cores. Set as many workers as there are cores.

answers-agree-gil = Every job that was measured gave the right answer.
answers-disagree-gil = A job gave a wrong answer. Do not trust these times.

gil-kind-cpu = Work that computes
gil-kind-io = Work that waits
gil-way-serial = One after another
gil-way-gil = Threads under the lock
gil-way-free = Threads without the lock
gil-way-processes = Processes
gil-row-cpu-serial = Computing, one after another
gil-row-cpu-gil = Computing, threads under the lock
gil-row-cpu-free = Computing, threads without the lock
gil-row-cpu-processes = Computing, processes
gil-row-io-serial = Waiting, one after another
gil-row-io-gil = Waiting, threads under the lock
gil-row-io-free = Waiting, threads without the lock
gil-row-io-processes = Waiting, processes
gil-row-program = Your program

table-caption-gil = { $samples ->
    [one] One run.
   *[other] Medians of { $samples } samples each; below them, the 95% interval. Speed-ups are against one after another.
  }
column-gil = Work and way
column-gil-workers = Workers
column-gil-switches = Lock changed hands
column-gil-start = Start of workers
chart-gil-speedup = Speed-up
chart-gil-axis = Speed-up; the dashed line is one after another

real-gil = This is not CPython but a small Python written in Rust, which knows a part of the language and has a speed of its own. Its lock works as CPython’s does: one thread runs bytecode, who waits asks for the lock after the switch interval, who has it hands it over at the next end of a loop or call, and calls that block let go of it. Threads are real lanes over one memory; a process is a Worker with an interpreter and a lock of its own. Waiting is a sleep here, which stands for network and disk. The same comparison in CPython is the Python twin below: its numbers on your machine belong beside these.

gil-compared = The comparison so far
gil-compared-running = running …
gil-compared-rehearsal = (rehearsal)

gil-program = A Python of your own
gil-open = Open the editor
gil-program-about = Write a program, or begin with one of the examples, and run it here, or go through it instruction by instruction. It is compiled to bytecode and runs on real threads and processes of this page; nothing leaves your machine.
gil-turns = Without shared memory, the threads of a program take turns in one lane here, always under the lock; its processes run beside each other all the same.
gil-example = Program to begin with
gil-example-own = Your own
gil-example-own-about = What you have written is in the address and in links that you copy.
gil-example-cpu-threads = Computing on threads
gil-example-cpu-threads-about = Under the lock, threads that compute take turns: together they need as long as one after the other.
gil-example-cpu-processes = Computing on processes
gil-example-cpu-processes-about = The same loop; each process has an interpreter and a lock of its own.
gil-example-io-threads = Waiting on threads
gil-example-io-threads-about = Who waits lets go of the lock. All wait at the same time.
gil-example-io-processes = Waiting on processes
gil-example-io-processes-about = It works as well, but starting processes costs more than starting threads.
gil-example-counter = counter += 1, without care
gil-example-counter-about = Four instructions, but no place among them where the lock changes hands since 3.10: nothing is lost. Let it change hands before each instruction, or switch the lock off.
gil-example-counter-call = counter += 1, with a call in between
gil-example-counter-call-about = A call between reading and writing is such a place: additions get lost, under the GIL.
gil-example-counter-lock = counter += 1, with a lock
gil-example-counter-lock-about = A lock of the program’s own keeps the three steps together. It is right with the GIL and without it.
gil-example-convoy = The convoy
gil-example-convoy-about = One thread computes, another waits for a moment again and again: each time it has to wait for the switch interval to get the lock back.
gil-example-deadlock = Two locks, opposite order
gil-example-deadlock-about = The GIL does not protect from deadlock: each has one lock and waits for the other’s. Here Ada gives up after a second; with PATIENCE = -1 both freeze, and only Stop helps.
gil-example-messages = Messages between processes
gil-example-messages-about = Processes share nothing. What one tells the other goes through a queue, as a copy.
gil-example-pool-threads = A pool of threads
gil-example-pool-threads-about = The same work as on the pool of processes; compare the times.
gil-example-pool-processes = A pool of processes
gil-example-pool-processes-about = Only the name of the class is another one than in the pool of threads.
gil-replaced = What you had written was replaced.
gil-restore = Bring it back
gil-source = Program (Python)
gil-source-hint = Tab indents, Ctrl+Enter (⌘+Enter) runs. To leave the editor by keyboard, press Escape and then Tab.
gil-source-hint-plain = A plain text field; four spaces are one step of indentation.
gil-fault = Line { $line }, column { $column }:
gil-fault-go = Go to line { $line }
gil-remedy-annotation = Leave the annotation away.
gil-remedy-async = Use threads: this Python is about them.
gil-remedy-bytes = Use a str.
gil-remedy-class = Keep the data in dicts, lists or tuples, and write functions that take them.
gil-remedy-closure = Pass the value as an argument, or define both at the top level.
gil-remedy-complex = Keep the real and the imaginary part in two floats.
gil-remedy-decorator = Call the function inside another one.
gil-remedy-ellipsis = Write pass, or None.
gil-remedy-except-star = Write except without the star.
gil-remedy-f-string = Assign the value to a name first.
gil-remedy-generator = Write a list comprehension in [ ] instead.
gil-remedy-import = Import the names that you use, or the module itself.
gil-remedy-keyword-only = Make it a normal parameter: it can be passed by keyword.
gil-remedy-lambda = Define a function with def.
gil-remedy-match = Use if and elif.
gil-remedy-matrix = Write loops over lists.
gil-remedy-nesting = Move the inner parts to functions or names of their own.
gil-remedy-nonlocal = Return the value, or use global.
gil-remedy-positional-only = Leave the slash away.
gil-remedy-set = Use a dict with None as values, or a list.
gil-remedy-star = Write the values out, or take one list as the argument.
gil-remedy-star-assign = Use a slice: first, rest = values[0], values[1:]
gil-remedy-walrus = Assign in a statement of its own.
gil-remedy-yield = Collect the values in a list and return it.
gil-remedy-delete-attribute = Assign None instead.
gil-run = Run the program
gil-steps-open = Step by step
gil-steps-close = Close the steps
gil-output = Output
gil-output-clear = Clear
gil-output-cut = The end of the output, { $shown } characters; copying gives more.
gil-state-running = Running
gil-state-finished = The program has ended.
gil-state-failed = The program ended with an error.
gil-state-stopped = Stopped.
gil-lock-none = There is no global lock.
gil-lock-free = Nobody holds the global lock.
gil-lock-held = Lane { $lane } holds the global lock.
gil-lock-held-by = { $name } holds the global lock.
gil-switches = { $count ->
    [0] The lock has not changed hands.
    [one] The lock changed hands once.
   *[other] The lock changed hands { $count } times.
  }

gil-steps = Instruction by instruction
gil-steps-about = Here you are the scheduler. The lock’s rules hold: as long as a thread has the global lock and is not at a place where it may change hands, nobody else can go on.
gil-steps-failed = The steps could not be worked out.
gil-steps-stale = The program has been changed since. Start again to step through the new one.
gil-rule = Rule of the lock
gil-rule-loops-and-calls = Changes hands where loops turn back and at calls (since 3.10)
gil-rule-instructions = Changes hands before each instruction (much as up to 3.9)
gil-rule-free = No global lock (free-threaded)
gil-step-back = One step back
gil-step-restart = Start again
gil-step-many = { $count } steps on
gil-step-next = Next instruction
gil-step-next-of = { $name }: next instruction
gil-step-line = To the next line
gil-step-line-of = { $name }: to the next line
gil-step-none = No step taken yet.
gil-step-count = { $count } steps taken.
gil-step-done = Step { $count }: { $name } did { $instruction }.
gil-step-over = All threads are done, after { $count } steps.
gil-lane-holds = has the lock
gil-lane-ready = can go on
gil-lane-wants-lock = waits for the global lock
gil-lane-blocked = waits: { $waits }
gil-lane-blocked-somehow = waits
gil-lane-done = done
gil-where = In { $name }, line { $line }. Next:
gil-listing = Bytecode of { $name }
gil-stack = Stack (top first)
gil-stack-empty = empty
gil-locals = Locals
gil-globals = Globals

## Lab: deadlock

lab-deadlock = Waiting for each other, for ever
claim-threads-deadlock = Threads can wait for each other for ever.

field-deadlock-scene = Scene
deadlock-scene-table = Philosophers at a round table
deadlock-scene-table-about = Each lane is a philosopher, each fork a lock. Whoever wants to eat needs the two beside him.
deadlock-scene-two-locks = Two locks, opposite order
deadlock-scene-two-locks-about = One lane takes lock 1 and then 2, the other 2 and then 1: the smallest deadlock there is.
deadlock-scene-messages = Two processes and their letters
deadlock-scene-messages-about = No lock, no shared memory: each writes only when the other’s letter has come.
field-deadlock-philosophers = Philosophers
field-deadlock-strategy = Compared with the naive way
deadlock-strategy-all = All the others
deadlock-strategy-ordered = Forks in order, nothing else
deadlock-strategy-back-off = Forks in order, and back off
deadlock-strategy-waiter = Forks in order, and the waiter
deadlock-strategy-timeout = Forks in order, and the timeout
field-deadlock-meals = Meals of a run
field-deadlock-work = Work of a meal
field-deadlock-pause = Pause between the forks
hint-deadlock-pause = { $unit }: { $min } to { $max }. Widens the window in which the naive way freezes; it lies in all ways alike. With 0 it freezes too, only later.
field-deadlock-patience = What is frozen is shown for
hint-deadlock-patience = { $unit }: { $min } to { $max }. Then its process is ended, if you have not ended it before.

unit-philosophers = philosophers
unit-meals = meals of all together
unit-spins = steps of computing, about 1 ns each

predict-deadlock = Everyone takes the left fork first, then the right one: { $philosophers } lanes, { $meals } meals a run. How many of the runs will freeze?
predict-deadlock-never = None: someone always gets both forks
predict-deadlock-sometimes = Some, but not all
predict-deadlock-always = All of them
predict-deadlock-measured = Measured: { $outcome } – { $frozen } of { $runs } runs froze.
predict-cannot-tell-deadlock = Without shared memory nobody sat down at the table, so this run cannot answer the question.
ratio-threads-deadlock = { $ratio } times the time of forks in order for the same meals, at the least: what froze was ended from outside
reason-not-in-run-deadlock = This scene has processes and no threads. Choose the table or the two locks.
reason-within-noise-deadlock = Too few of the naive runs froze to tell. More meals, or a longer pause between the forks, will settle it.
answers-agree-deadlock = Every meal was counted, and no fork was ever in two hands.
answers-disagree-deadlock = Meals are missing. Do not trust this run.

column-deadlock = Way
table-caption-deadlock = Medians; below them, the 95% interval, and in the two last columns the shortest and the longest. A run that froze counts with the time after which it was ended.
column-deadlock-runs = Runs
column-deadlock-frozen = Froze
column-deadlock-rate = Meals or letters
column-deadlock-fairness = Fairness
column-deadlock-given-up = Forks put down again, per meal
column-deadlock-freeze = Until it froze
column-deadlock-free = From its end until lanes computed again
chart-deadlock-rate = Meals per second
chart-deadlock-fairness = Fairness (100%: all ate the same)

deadlock-way-naive = Naive: left, then right
deadlock-way-ordered = Forks in order
deadlock-way-back-off = Try, and back off
deadlock-way-waiter = A waiter
deadlock-way-timeout = Timeout
deadlock-way-both-wait = Letters: both wait
deadlock-way-one-first = Letters: one writes first

deadlock-mood-thinking = thinking
deadlock-mood-hungry = hungry
deadlock-mood-eating = eating
deadlock-mood-pausing = put a fork down
deadlock-mood-frozen = frozen
deadlock-mood-done = got up
deadlock-mood-thinking-post = at work
deadlock-mood-hungry-post = waiting for a letter
deadlock-stage-empty = The table is laid. The number below a name is its meals.
deadlock-stage-running = They are eating. Forks lie with those who hold them; an arrow points to whom one waits for.
deadlock-stage-running-post = Letters go to and fro. An arrow points to whom one waits for.
deadlock-stage-frozen = Deadlock, since { $after } after the start. Nothing will move here again. The page goes on: only this process stands still.
deadlock-stage-ended = It had frozen { $after } after the start. Its process was ended; { $freed } later another one computed in its place.
deadlock-stage-ended-by-reader = It had frozen { $after } after the start. You ended its process, and another one computes in its place.
deadlock-stage-stopped = It had frozen { $after } after the start. The run was stopped, and what was frozen ended with it.
deadlock-stage-done = All meals eaten after { $time }; everyone has got up.
deadlock-stage-done-post = All letters have come, after { $time }.
deadlock-waits = { $one } waits for { $other }
deadlock-end = End the process
deadlock-ending = Ending …

real-deadlock = The locks are real: who finds one taken sleeps in WebAssembly’s atomic wait, in its own Worker, and nobody wakes it. The watchdog is no part of the table; it reads the table of locks in the shared memory from outside, twice, and names a circle only if nothing in it has moved in between. An operating system’s deadlock looks the same to a debugger. What differs: browsers allow only Workers to block, never the page; so the page stays awake, and you can end the process. The shown run has three times the meals of a measured one.

## Lab: crash

lab-crash = One lane crashes

claim-processes-isolation = When one process crashes, the others go on.

field-crash-fault = Fault
crash-fault-all = All seven, one after the other
crash-fault-random = Random: fault, lane and moment
crash-fault-panic = Panic
crash-fault-trap = Trap
crash-fault-stack-overflow = Stack overflow
crash-fault-out-of-memory = Out of memory
crash-fault-endless-loop = Endless loop
crash-fault-wild-write = Wild write
crash-fault-kill = Kill
field-crash-workers = Lanes
field-crash-lane = Lane that is struck
field-crash-moment = Moment: after so many per cent
field-crash-batch = Tiles of a lane in one delivery
field-crash-size = Picture, pixels along an edge
crash-size-512 = 512
crash-size-1024 = 1024
crash-size-1536 = 1536
crash-size-2048 = 2048
field-crash-rounds = Faults in each topology
field-crash-seed = Seed

predict-crash = Again and again, one lane of several goes wrong. Whose work is lost besides its own?
predict-crash-threads = That of the other threads; not that of the other processes
predict-crash-processes = That of the other processes; not that of the other threads
predict-crash-both = That of the others, both times
predict-crash-neither = Only its own, both times
predict-crash-measured = Measured: { $outcome }. Tiles of others that were lost: { $threads } among threads, { $processes } among processes.
predict-wrong-crash = It came out differently. The table shows for each fault whom it harmed.
predict-cannot-tell-crash = Without shared memory there are no threads to compare with, so this run cannot answer the question.

ratio-processes-isolation = Among threads, a fault costs { $ratio } times as many tiles as among processes (medians)
answers-agree-crash = After every fault all 64 tiles were there in the end, and right.
answers-disagree-crash = A run ended without all of its tiles. Do not trust these numbers.

real-crash = The faults are real: a panic, a refused instruction, a used-up stack, a used-up memory and a loop without end happen in WebAssembly, and a kill ends the Worker from outside. But a browser has no process of the operating system to end here: a Worker stands for one. Where a memory has no low bound of its own, the experiment sets a limit of 256 MiB. The wild write is confined to the finished results of its own memory, so that it can be repeated; a real one hits anything. A process of one lane delivers tile by tile; one with threads delivers when all its lanes have done their tiles, as its Worker is blocked meanwhile. With fewer tiles in one delivery less is lost, but never less than what the other lanes were at work on.

crash-way-threads = Threads: one process, one memory
crash-way-processes = Processes: each with its own memory
crash-row-threads = { $fault ->
    [none] Threads, undisturbed
    [panic] Threads, panic
    [trap] Threads, trap
    [stack-overflow] Threads, stack overflow
    [out-of-memory] Threads, out of memory
    [endless-loop] Threads, endless loop
    [wild-write] Threads, wild write
   *[kill] Threads, kill
  }
crash-row-processes = { $fault ->
    [none] Processes, undisturbed
    [panic] Processes, panic
    [trap] Processes, trap
    [stack-overflow] Processes, stack overflow
    [out-of-memory] Processes, out of memory
    [endless-loop] Processes, endless loop
    [wild-write] Processes, wild write
   *[kill] Processes, kill
  }
crash-number = Fault { $number } of { $of }: { $fault }
crash-undisturbed = Without a fault, for comparison
crash-nothing-yet = Nothing has run here yet.
crash-words-undisturbed = Nothing goes wrong in this run.
crash-words-before = Nobody has noticed anything wrong yet.
crash-words-noticed-threads = Noticed after { $noticed }. { $redone } tiles must be done again, { $others } of them from lanes that had done nothing wrong.
crash-words-noticed-processes = Noticed after { $noticed }. { $redone } tiles must be done again, { $others } of them from other processes.
crash-words-over-threads = Noticed after { $noticed }, made good after { $recovered }. { $redone } tiles were done again, { $others } of them from lanes that had done nothing wrong.
crash-words-over-processes = Noticed after { $noticed }, made good after { $recovered }. { $redone } tiles were done again, { $others } of them from other processes.
crash-mark-begun = under way
crash-mark-finished = finished, not delivered
crash-mark-lost = finished, then lost
crash-mark-cut-off = cut off
crash-mark-wrong = delivered, but wrong
crash-mark-again = done again

table-caption-crash = Tiles that each fault cost, and how long it took. The times are medians where a fault came more than once.
column-crash = Topology and fault
column-crash-lost = Lost
column-crash-cut-off = Cut off
column-crash-wrong = Wrong
column-crash-redone = Done again
column-crash-others = Of others
column-crash-noticed = Noticed after
column-crash-recovered = Made good after
column-crash-time = Whole run

chart-crash-redone = Tiles done again
chart-crash-redone-axis = tiles done again for each fault
chart-crash-recovered = Time to recover
chart-crash-recovered-axis = from the fault until everything was there again

## Lab: waiting

lab-waiting = Waiting without a core

claim-when-threads-io = Use threads for input and output: files, the network, waiting for the reader.

field-waiting-kind = What is waited for
waiting-kind-network = An answer from the network
waiting-kind-network-about = Each job is a blocking request to this page’s own service worker, which answers after the delay.
waiting-kind-file = A file
waiting-kind-file-about = Each job writes a file of its lane’s own, waits until it is stored, and reads it back.
waiting-kind-input = You
waiting-kind-input-about = One lane waits until you type a line; the others go on computing.
waiting-kind-timer = A timer
waiting-kind-timer-about = Each job only sleeps for the delay; nobody outside has a part in it.
field-waiting-jobs = Jobs
field-waiting-workers = Threads, or processes
field-waiting-delay = Each job waits
field-waiting-size = Size of a file
field-waiting-limit = You are waited for
hint-waiting-workers = { $min } to { $max }. More than cores is what this experiment is about.
hint-waiting-delay = { $unit }: { $min } to { $max }. Counts for the network and the timer.
hint-waiting-size = { $unit }: { $min } to { $max }. Counts for files.
hint-waiting-limit = { $unit }: { $min } to { $max }. Then the wait is over, typed or not.
unit-jobs = jobs
unit-kibibytes = KiB
unit-seconds = seconds

predict-waiting = { $jobs } jobs only wait. How many times as fast are { $workers } threads as one?
predict-waiting-no = No faster
predict-waiting-cores = As many times as there are cores, about
predict-waiting-workers = About as many times as there are threads, however few cores there are
predict-waiting-measured = Measured: { $outcome } – { $value } times.
predict-wrong-waiting = It came out differently. The table shows how many jobs waited at a time.
predict-cannot-tell-waiting = This run has no threads to compare with, so it cannot answer the question.

ratio-when-threads-io-time = For the same jobs, processes take { $ratio } times as long as threads (from 0.95 on, threads count as no slower)
ratio-when-threads-io-memory = Processes take { $ratio } times as much memory as threads
answers-agree-waiting = Every job was done exactly once, each way.
reason-not-in-run-waiting = This run compared no threads with processes: either there was one worker, or so many processes could not be started, or you were waited for.

waiting-way-serial = One lane
waiting-way-threads = { $workers } threads
waiting-way-processes = { $workers } processes
waiting-way-event-loop = One lane, event loop
waiting-for-request = an answer
waiting-for-pause = a timer
waiting-for-file = a file
waiting-for-input = you

waiting-line = The line that lane 1 waits for
waiting-send = Send
waiting-stage-before = Press Run. Lane 1 then waits for your line, { $seconds } seconds at most, and the others compute.
waiting-stage-starting = Starting lanes …
waiting-stage-waiting = Lane 1 is blocked until you type a line, { $time } at most. The others go on.
waiting-stage-sent = Your line is on its way.
waiting-stage-typed = Lane 1 has read “{ $line }” and goes on.
waiting-stage-silent = Nobody typed within { $time }; the wait is over.
waiting-stage-refused = Nobody took your line: the page’s service worker does not answer.
waiting-lane-waits = Lane 1 waits
waiting-others-compute = { $lanes ->
    [one] { $lanes } other lane computes
   *[other] { $lanes } other lanes compute
  }
waiting-blocks = { $blocks ->
    [one] { $blocks } block of numbers searched for primes
   *[other] { $blocks } blocks of numbers searched for primes
  }

table-caption-waiting = All jobs, each way. Medians of { $samples } runs; memory is what the processes take in all.
column-waiting = Way
column-waiting-for = Waits for
column-waiting-at-once = Waiting at a time
column-waiting-memory = Memory
column-waiting-meanwhile = Computed meanwhile

chart-waiting-time = Time
chart-waiting-time-axis = All jobs
chart-waiting-memory = Memory
chart-waiting-memory-axis = Memory of all processes

real-waiting = Lanes really block here: a request is a synchronous one, and its Worker does nothing until the service worker of this page answers; a timer is an atomic wait; a file is one of the browser’s private file system, opened before the lane begins, as a lane that blocks cannot open one. No network is involved: the delay is all that there is of one. And a page has a single service worker, which takes requests one after another when many come at once. The event loop asks with fetch and has nothing to do until answers come; for files it has no equal, as loops leave files to threads. The memory shown is that of WebAssembly: a thread’s stack of 256 KiB lies in the shared memory and counts there, and a process has a memory of its own, of at least 1.2 MiB. What the browser needs besides for every Worker, thread or process, it does not say. Threads and processes wait equally well, since a lane that waits needs no core. Threads need less memory, and the event loop needs least. On an operating system the requests are TCP connections to a server in the parent process, and the loop uses the system’s poll.

## Lab: server

lab-server = A server and its clients

claim-when-threads-server = Threads suit a web server that serves many clients.

field-server-arrivals = Where requests come from
server-arrivals-poisson = From a seed, and from you
server-arrivals-clicks = From you alone
server-arrivals-clicks-about = One server opens, the first pool that is chosen below, and nothing is measured beside it. It closes when you close it, or 20 seconds after your last request.
field-server-pools = Pools
server-pools-1xN = Threads of one process (1×N)
server-pools-Nx1 = Processes (N×1)
server-pools-PxT = Two processes with threads (2×T)
server-pools-1x1 = One lane (1×1)
hint-server-pools = Each is compared with one lane.
field-server-workers = Lanes of each pool
field-server-rate = Requests in a second
field-server-compute = Each computes, ms
field-server-wait = Each waits, ms
field-server-queue = Room in the queue
field-server-limit = Limit for 95 of 100 answers, ms
field-server-window = Requests come for, ms
field-server-seed = Seed

predict-server = Each request computes for { $compute } ms and waits for { $wait } ms. How many times as many requests as one lane do { $lanes } threads answer?
predict-server-same = Hardly more
predict-server-cores = As many times as the machine has cores, at most
predict-server-between = More than there are cores, fewer than there are threads
predict-server-lanes = About as many times as there are threads
predict-server-measured = Measured: { $outcome } – { $ratio } times as many, with { $lanes } threads and { $cores } cores.
predict-cannot-tell-server = Without shared memory there are no threads, so this run cannot answer the question.

ratio-when-threads-server-rate = Threads answer { $ratio } times as many requests as processes (bursts; from 0.95 on, they count as no slower)
ratio-when-threads-server-memory = Processes take { $ratio } times as much memory as threads
reason-not-in-run-server = This run had no pool of threads beside one of processes. Choose both.
answers-agree-server = Each request got the right answer or was turned away and counted.
answers-disagree-server = A request got a wrong answer. Do not trust these numbers.

real-server = Each request really computes, a count of primes that is checked, and then its lane is really blocked: by a synchronous request to this page’s own service worker, or, where there is none, by a bare wait; the log says which. There is no network and no client: the moments at which requests come are fixed by the seed, and yours are added as you press. Among threads the queue lies in their shared memory. Among processes the conductor is the front process: it keeps the queue and sends whoever is idle one request as a message, which a browser may delay by a few milliseconds. It cannot see into their memories, so their lanes only show that they have a request. A computing request takes its time on an idle core; more of them than cores get in each other’s way, as on a real server.

server-send = { $count ->
    [one] Send a request
   *[other] Send { $count }
}
server-close = Close the server
server-open = The server is open: your requests join the queue.
server-shut = No server is open to you now. Run the experiment, and send requests while it shows them come.
server-nothing-yet = Nothing has been served here yet.
server-row-serial = One lane
server-row-threads = { $lanes } threads
server-row-processes = { $lanes } processes
server-row-mixed = Two processes, { $lanes } lanes in all
server-queue = Queue: { $waiting } of { $limit }
server-doing-idle = idle
server-doing-computing = computes
server-doing-waiting = waits for the outside
server-doing-serving = has a request; what it does is not to be seen from outside
server-yours = your request
server-counts = { $arrived } came, { $done } were answered, { $rejected } were turned away.
server-figures = { $throughput } answered; of 100 answers, 50 came within { $p50 }, 95 within { $p95 }, 99 within { $p99 }. The lanes had a request { $busy } of the time.
server-kept-up = { $rate }: kept up; 95 of 100 within { $p95 }
server-gave-way = { $rate }: too much; 95 of 100 within { $p95 }, { $rejected } turned away

table-caption-server = Throughput: medians of { $samples } bursts, with 95% intervals. Answered, turned away and the times: of the requests that were shown coming. “Ideal” is a server that loses no time of its own.
column-server = Pool
column-server-throughput = Throughput
column-server-kept-up = Kept up with
column-server-served = Answered
column-server-rejected = Turned away
column-server-p50 = p50
column-server-p95 = p95
column-server-p99 = p99
column-server-ideal = p95, ideal
column-server-utilisation = Lanes busy
column-server-memory = Memory

chart-server-throughput = Throughput
chart-server-throughput-axis = requests answered in a second
chart-server-latency = Waiting under load
chart-server-rate = requests in a second
chart-server-p95 = time that 95 of 100 answers kept to
chart-server-rejected = Turned away
chart-server-rejected-axis = requests that found the queue full
chart-server-memory = Memory
chart-server-memory-axis = memory of all processes of the pool

## Lab: choose

lab-choose = Which one, for my job?

claim-when-choose = The job and the machine decide which one to use.

field-choose-preset = Start from
choose-preset-thumbnails = Image thumbnails
choose-preset-thumbnails-about = Pictures are read and made small: computing, and some bytes.
choose-preset-crawler = Web crawler
choose-preset-crawler-about = Pages are fetched: nearly all of it is waiting.
choose-preset-logs = Log analysis, started for it
choose-preset-logs-about = Many bytes and little arithmetic; Workers are started for the job.
choose-preset-training = Model training
choose-preset-training-about = Computing on small pieces that all change shared weights.
choose-preset-chat = Chat server
choose-preset-chat-about = Short waits and short work; a crash must not take all of it down.
field-choose-items = Items
hint-choose-items = { $min }–{ $max }; so many that one lane is done in four seconds
field-choose-cpu = Computing for each item, µs
field-choose-wait = Waiting for each item, ms
field-choose-in = Data in for each item, KiB
field-choose-out = Data out for each item, KiB
field-choose-shared = Shared state
choose-shared-no = No: the items know nothing of each other
choose-shared-yes = Yes: each item changes it
choose-shared-yes-about = Threads take a lock for it; processes are sent it and send the change back.
field-choose-survive = Must survive a crash
choose-survive-no = No
choose-survive-yes = Yes: a part may be lost, not all
field-choose-start = Workers
choose-start-ready = Are there already
choose-start-counted = Are started for the job: it counts
field-choose-lanes = Lanes at most, when it waits
field-choose-jobs = Jobs
hint-choose-jobs = 1: the job above. { $max } at most: so many random ones, to see how good the advice is.
field-choose-seed = Seed of the random jobs

phase-calibrate = Finding out what this machine costs:

predict-choose = What will be the quickest way to do this job on your machine?
predict-choose-serial = One after another
predict-choose-threads = Threads
predict-choose-processes = Processes
predict-choose-mixed = Processes with threads
predict-choose-measured = Measured: { $outcome }, with { $value } ms.
predict-wrong-choose = It came out differently. The reasons stand beside the recommendation.

ratio-when-choose = The worst topology took { $ratio } times as long as the recommended one
reason-all-alike-choose = The recommendation was good, but no topology was clearly worse: for this job it hardly matters.
reason-within-noise-choose = Whether the recommended topology is within 15% of the best is lost in the noise. More samples or more items may settle it.
reason-nothing-to-choose-choose = Only one topology does what the job asks for, so there was nothing to choose.
answers-agree-choose = Every topology came to the same results and the same shared state, bit for bit.

choose-nothing-yet = Describe your job and press Run. First the machine’s constants are measured, once; then the job is predicted, and done for real on every topology.
choose-calibrating = Measuring what threads, processes and messages cost here …
choose-job = Job { $number } of { $of }:
choose-chosen-serial = One after another: { $topology }
choose-chosen-threads = Threads: { $topology }
choose-chosen-processes = Processes: { $topology }
choose-chosen-mixed = Processes with threads: { $topology }
choose-takes = predicted: { $time }
choose-why = Why
choose-reason-survive = A crash must not take everything: what one process of { $number } loses, the others do not.
choose-reason-survive-not = A crash must not take everything, but nothing here can promise that.
choose-reason-not-isolated = Threads cannot run on this page, so only processes are left to choose from.
choose-reason-io-bound = I/O-bound: { $value } of an item is waiting. Lanes that wait need no core, so many can wait at once.
choose-reason-cpu-bound = CPU-bound: lanes compute on all cores at once, { $value } times as fast as one. More lanes than cores would not help.
choose-reason-one-core = There is one core, so lanes that compute can only take turns.
choose-reason-too-small = The job is too small to be spread: { $other } would take { $value } times as long, for starting and handing out.
choose-reason-data-in-place = The data stays where it is, in one memory; processes would have to be sent { $value }.
choose-reason-messages-dear = Messages to processes would cost { $value } of an item’s own time.
choose-reason-messages-cheap = Messages cost next to nothing beside the work: { $value } of an item’s own time.
choose-reason-shared-lock = A lock for the shared state is { $value } times cheaper than sending the state to a process and back. Mind the race conditions.
choose-reason-shared-sent = The shared state is sent to each process and back, { $value } each time.
choose-reason-start-cheap = It starts { $value } sooner than the slowest to start.
choose-reason-less-memory = It takes less memory: { $other } would be about as quick, and take { $value } times as much.
choose-reason-close-call = A close call: { $other } would take { $value } times as long.
choose-recommended = recommended
choose-unsuited = would not survive a crash
choose-predicted = predicted { $time } ({ $interval })
choose-measured = measured { $time }
choose-not-measured = not measured yet
choose-memory = predicted memory: { $memory }
choose-prove = Prove it
choose-prove-about = Does this very job for real, on every topology, in turns.
choose-costs = What this machine costs
choose-cost-startProcessMs = A process starts
choose-cost-startMs = A process with two threads starts
choose-cost-pieceMs = A message to a process and back
choose-cost-mibMs = 1 MiB more in it
choose-cost-dispatchMs = An item is given to a thread
choose-cost-lockMs = The lock of the shared state
choose-cost-waitMoreMs = A wait is longer than asked for by
choose-cost-processBytes = Memory of a process
choose-cost-processBytesThreads = Memory of a process with two threads
choose-cost-moreBytes = Memory of a thread more

choose-row = { $topology }
choose-row-chosen = { $topology }, recommended
choose-row-unsuited = { $topology }, would not survive a crash
choose-row-job = Job { $number }: { $topology }
table-caption-choose = What was predicted and what was measured; medians of { $samples } samples each.
column-choose = Topology
column-choose-predicted = Predicted
column-choose-measured = Measured
column-choose-error = Error of the prediction
column-choose-over = Times the best
column-choose-start-predicted = Start, predicted
column-choose-start = Start, measured
column-choose-memory-predicted = Memory, predicted
column-choose-memory = Memory, measured
column-choose-messages = In messages

chart-choose-times = Predicted and measured
chart-choose-axis = time for the whole job
chart-choose-predicted = { $of }, predicted
chart-choose-measured = { $of }, measured

real-choose = The job is synthetic, and yet it is done: its bytes are read, written and, to processes, really sent; its steps are computed; a wait is a request that the page’s service worker answers after that time, or, where there is none, a bare wait, as the log says. What is not real is its content: your own job may miss the caches more, or wait less evenly. The memory is that of the processes, not of the page, which is the same for all. A crash is not provoked here: that a topology survives one is what the experiment on crashes shows. On an operating system the constants are others, and so may be the advice: the native program finds them out for itself. The verdict hangs on the recommendation: it holds if the recommended topology took at most 15% longer than the best one measured.

## Run everything

everything-title = All claims at once, measured on this machine
everything-about = Runs a short form of each experiment, one after another; that takes about a minute and a half on two cores. Keep this tab in front meanwhile. You can cancel at any moment: what was measured stays, and the run can go on from there.
everything-run = Run everything
everything-resume = Resume
everything-again = Run again
everything-cancel = Cancel
everything-print = Print the report
everything-json = Report (JSON)
everything-csv = Claims (CSV)
everything-picture = Picture (SVG)
everything-progress = { $lab }: { $several ->
    [yes] claims { $first } to { $last } of { $total }
   *[no] claim { $first } of { $total }
}
everything-left = about { $seconds } s left (estimate)
everything-now = being measured now …
everything-counts = { $state ->
    [stopped] So far, after { $seconds } s:
   *[finished] Done after { $seconds } s:
} hold: { $holds }; do not hold: { $fails }; unclear: { $unclear }; not available: { $unavailable }.
everything-stopped = Stopped. What was measured stays; Resume goes on with what is missing.
everything-link = With the very parameters of this measurement, in a new tab
everything-machine = { $cores } cores · Koşut { $build } · { $date }
everything-axis = Measured ratio with its 95% interval, on a logarithmic axis; to the right of 1× is the claimed side.
verdict-not-run = Not measured yet.
reason-no-lab = This page has no experiment for it yet.
reason-failed = The experiment failed.
reason-not-run = It was not part of this run.

## What is missing

isolation-reloading = Preparing shared memory: the page reloads once.
isolation-insecure-context = Threads cannot run here: the page did not come over HTTPS, and without that the browser does not let Workers share memory. Processes run all the same.
isolation-no-shared-memory = Threads cannot run here: this browser has shared memory switched off. Processes run all the same. Another browser, or a newer version, can do both.
isolation-no-service-worker = Threads cannot run here: the site sends no isolation headers, and this window (a private one, perhaps) has no service worker that could add them. Processes run all the same. An ordinary window may help.
isolation-foreign-iframe = Threads cannot run inside this page: the browser lets Workers share memory only in an isolated page, and it does not isolate this frame. Processes run all the same. In a tab of its own, everything runs.
isolation-refused = Threads cannot run here: the browser refused the service worker that would isolate the page. Processes run all the same. Allow site data for this site and reload.
isolation-reload-did-not-help = Threads cannot run here: the page was reloaded, and the browser still does not isolate it. Processes run all the same. Reloading once more, or another browser, may help.

## Errors: what happened, and what to do

# Shown by the script in the page itself, when a file of the page is late or missing.
load-waiting = The experiment is being loaded.
load-late-unnamed = The experiment has not arrived yet. Wait if the connection is slow, or reload the page.
load-late = The experiment has not arrived yet: this page is still waiting for { $what }. Wait if the connection is slow, or reload the page.
load-missing-unnamed = A file of this page did not arrive. The site may have been updated meanwhile, or a filter may hold the file back. Reload the page; if that does not help, tell those who run the site.
load-missing = A file of this page did not arrive: { $what }. The site may have been updated meanwhile, or a filter may hold the file back. Reload the page; if that does not help, tell those who run the site.
load-stopped = A script of this page stopped ({ $what }), and the experiment cannot start. Reload the page, or use a current version of Chrome, Edge, Firefox or Safari.
load-style = The style sheet did not arrive ({ $what }): everything works, but looks plain. Reload the page.
load-file = This page was opened as a file. Browsers let such a page load no scripts, so the experiments cannot run. Serve the folder with a web server, for example python3 -m http.server, and open its address.
load-sandbox = This page is in a sandbox without allow-same-origin. It may start no Workers there, so the experiment cannot run. An embedding page has to write sandbox="allow-scripts allow-same-origin"; a host that sends the header Content-Security-Policy: sandbox has to leave it out for this site.
load-new-tab = Open in a new tab
load-reload = Reload
arrival-late = The experiment’s program has not arrived yet. Wait if the connection is slow, or reload the page.
arrival-no-view = A part of this experiment’s picture did not arrive. The experiment runs without it; reload the page to try again.

error-parameter = { $field }: “{ $value }” is not allowed. Allowed: { $allowed }.
error-parameter-file = { $field }: “{ $value }” cannot be worked on. Allowed: { $allowed }. Choose another file, or remove it.
error-parameter-source = The program cannot be run: it is empty, or longer than 16 KiB ({ $value }). Write or shorten it.
error-parameter-topologies = { $field }: “{ $value }” is not allowed. Choose at least one of 1xN, Nx1 and PxT, or name topologies such as 2x4, each once, separated by commas; at most 64 lanes each.
error-file = The file “{ $path }” cannot be used ({ $action }: { $reason }).
error-unknown-parameter = There is no parameter “{ $field }”. Known are: { $known }.
error-unknown-lab = There is no experiment “{ $lab }”. Known are: { $known }.
error-spawn = Process { $process } could not be started ({ $reason }). Check the connection, reload the page and run again.
error-panicked = Process { $process } panicked ({ $reason }). All processes of the run were ended; you can run again. If it happens again, please report it.
error-died = Process { $process } died ({ $reason }). All other processes of the run were ended; you can run again.
error-stuck = Process { $process } gave no sign of life for { $seconds } seconds and was ended. Try fewer workers or a smaller size.
error-protocol = The parts of the page did not understand each other ({ $reason }). Reload the page; it may have been updated while it was open.
error-disagree = { $topology } answered { $answer }, but the first topology answered { $expected }. That must not happen: the times were thrown away. Please report it.
error-too-short = The work is done before this browser’s clock can see time pass. Choose a larger size.
error-unavailable = This run needs something that is not available here: { $capability }. Choose processes (N×1), or open the page in a tab of its own.
capability-cross-origin-isolation = shared memory, for want of cross-origin isolation
error-cancelled = Stopped. All processes have been ended.
error-busy = Another run is under way. Wait for it, or stop it first.
error-wasm = The experiment’s WebAssembly could not be loaded ({ $reason }). Check the connection and press Run, or reload the page.
error-no-wasm = This browser has no WebAssembly ({ $reason }), and the experiment cannot run. Use a current version of Chrome, Edge, Firefox or Safari, and allow WebAssembly.
error-wasm-forbidden = The host of this page does not allow WebAssembly ({ $reason }), and the experiment cannot run. The host has to allow 'wasm-unsafe-eval' in script-src of its Content-Security-Policy.
error-no-simd = This browser lacks the vector instructions of WebAssembly that the experiment is built with ({ $reason }). Use a current version of Chrome, Edge, Firefox or Safari.
error-dialog = The dialog could not be loaded ({ $reason }). Check the connection and reload the page.
error-conductor = The part that leads the experiment broke down ({ $reason }) and was ended. Press Run: it will be started anew.
error-silent = The experiment did not answer within { $seconds } seconds and was ended. Press Run: it will be started anew.

## The page for people who host

check-title = What works here
check-about = For people who host Koşut or frame its experiments in their pages: what this browser, this page and this host allow, each found by trying it.
check-alone = This page stands alone.
check-framed = This page is in a frame of another page.
check-isolated = It is cross-origin isolated: threads can share memory.
check-copy = Copy the findings
copied-findings = The findings are on your clipboard.
check-capability = Capability
check-here = Here
check-change = What is missing without it, and what to change
check-works = works
check-fails = does not work
check-header = Header
check-received = Received
check-purpose = What it is for
check-header-absent = not received
check-wasm = WebAssembly
check-wasm-without = No experiment can run. Allow 'wasm-unsafe-eval' in script-src of the Content-Security-Policy, and WebAssembly in the browser’s settings.
check-simd = Vector instructions of WebAssembly
check-simd-without = No experiment can run. Use a current browser.
check-workers = Workers
check-workers-without = No experiment can run. Allow worker-src 'self' in the Content-Security-Policy; in a sandboxed frame, allow-same-origin.
check-nested-workers = Workers inside of Workers
check-nested-workers-without = No experiment can run. Use a current browser.
check-blob-workers = Workers from a blob
check-blob-workers-without = Threads start from a file instead. In WebKit, waiting threads may then wait for a timer instead of an answer. Allow worker-src blob: in the Content-Security-Policy.
check-isolation = Cross-origin isolation
check-isolation-without = Threads cannot share memory; processes run. Send the first four headers below.
check-shared-memory = Shared memory
check-shared-memory-without = Threads cannot run; processes do. It needs cross-origin isolation and a browser that has shared memory switched on.
check-service-worker = Service worker
check-service-worker-without = On a host that sends no headers, threads cannot run. Jobs that wait wait for a timer instead of an answer, and no line can be typed. It needs HTTPS or localhost, and storage in a frame.
check-storage = Storage
check-storage-without = The chosen theme is forgotten. In a frame of another site, browsers deny storage in private windows and where third-party cookies are blocked. Open the experiment in a tab of its own.
check-locks = Web Locks
check-locks-without = The end of a process is noticed later, by its silence. It comes back with storage.
check-files = Files of the site’s own
check-files-without = Jobs that wait for a file cannot run. It comes back with storage.
check-clock = A clock that is fine enough
check-clock-without = Measuring takes longer, and short times cannot be seen. Switch off protection against fingerprinting for this site.
check-for-cross-origin-opener-policy = Isolation of a page that stands alone: same-origin
check-for-cross-origin-embedder-policy = Isolation of a page that stands alone: require-corp
check-for-cross-origin-resource-policy = Lets isolated pages frame this one: cross-origin
check-for-document-isolation-policy = Isolation in a frame, in Chrome and Edge: isolate-and-require-corp
check-for-content-security-policy = May be absent. Needs script-src 'self' 'wasm-unsafe-eval', worker-src 'self' blob:, style-src 'self', connect-src 'self'
check-for-permissions-policy = May be absent. Must not take cross-origin-isolated away
check-for-referrer-policy = May be absent
check-for-x-content-type-options = May be absent. With nosniff, the types below have to be right
check-for-cache-control = The page must be asked for each time: no-cache
check-for-content-type = Scripts: text/javascript. WebAssembly: application/wasm

## Embedding

embedding-title = Embed this experiment
embedding-close = Close
embedding-platform = Where to
embedding-element = Web page (follows the height)
embedding-iframe = Web page (plain frame)
embedding-mdbook = mdBook, Markdown
embedding-myst = MyST, Sphinx
embedding-quarto = Quarto
embedding-jupyter = Jupyter notebook
embedding-moodle = Moodle
embedding-openedx = Open edX
embedding-scorm = SCORM 1.2 package
embedding-for-element = Paste it where the experiment should stand. The page needs scripts. The experiment gets the height that it needs, and the browser keeps the reader’s result.
embedding-for-iframe = For pages without scripts. The frame keeps its height; the experiment scrolls in it.
embedding-for-mdbook = Paste it into the Markdown file, with an empty line before and after.
embedding-for-myst = Paste it into the Markdown file, with an empty line before and after.
embedding-for-quarto = Paste it into the document, with an empty line before and after.
embedding-for-jupyter = Paste it into a code cell and run the cell.
embedding-for-moodle = In the editor of a page, a label or a question, open the source code (HTML) and paste it there. If the course should get a score, use the SCORM package.
embedding-for-openedx = Add a component “Text”, open its raw HTML editor and paste it there.
embedding-for-scorm = Upload the file to your learning platform as a SCORM package. It contains the experiment, so that nothing is loaded from elsewhere, and gives the platform score and state. It has the experiment’s usual settings.
embedding-text = Paste this
embedding-copy = Copy
embedding-package = Download the package
embedding-language = Language
embedding-language-tr = Türkçe
embedding-language-en = English
embedding-shown = What is shown
embedding-part-claim = The claim
embedding-part-prediction = The question before the run
embedding-part-controls = The settings
embedding-part-code = The code
embedding-theme = Colours
embedding-theme-system = The reader’s own
embedding-theme-light = Light
embedding-theme-dark = Dark
embedding-autorun = It runs at once
embedding-height = Height of the frame
embedding-needed = At the width of the preview, the experiment needs { $height } px before a run.
embedding-preview = Preview
