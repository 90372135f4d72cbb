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

was-hidden = This tab was hidden during the run. Browsers slow hidden tabs down, so the times may be too long. For times that you can trust, run it again with the tab in front.

hint-range = { $min } to { $max }
hint-range-unit = { $unit }: { $min } to { $max }
hint-topologies = Each is compared with 1×1, one after another.

unit-ms = ms
unit-byte = B
unit-kib = KiB
unit-mib = MiB
unit-gib = GiB
unit-pixels = pixels along an edge
unit-limit = upper limit
unit-elements = elements
unit-workers = workers
unit-samples = samples

## Predict first

predict-skip = Skip the question
predict-yours = Your prediction: { $prediction }
predict-measured = Measured: { $outcome } – { $value } times as fast.
predict-right = You were right.
predict-wrong = It came out differently. The timelines and the table show where the time went.
predict-cannot-tell = With a single worker there is nothing to compare, so this run cannot answer the question.

## Claims of the article, and verdicts

claim-processes-parallel = Every process can run on a core of its own.
claim-when-processes-cpu = Work that keeps the processor busy is work for several processes.
claim-when-processes-cores = To use every core, use several processes.

verdict-holds = Holds here.
verdict-fails = Does not hold here.
verdict-unclear = Unclear.
verdict-unavailable = Not available here.

interval = (95% interval { $interval })

basis-measured = measured
basis-modelled = modelled
basis-unavailable = unavailable here

reason-one-core = The browser admits to a single core, so nothing can run beside anything else.
reason-not-isolated = This page may not share memory between Workers, so threads cannot run.
reason-not-in-run = The run had no measurement for it. Choose processes, and as many workers as there are cores.
reason-within-noise = The difference is no larger than the noise. More samples or a larger size may settle it.

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
column-busy = Busy share of each lane

family-serial = one after another
family-threads = threads
family-processes = processes
family-mixed = processes with threads

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

## Code

code-rust = The Rust that runs
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
kernel-sort = Sorting
kernel-sort-about = Much data, little arithmetic: processes must be sent their share.

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

ratio-speedup = { $ratio } times as fast as one worker

real-speedup = Threads here are Web Workers that compute in one shared WebAssembly memory; processes are Workers with a memory each, which share nothing and send messages. The operating system puts both on your cores. A browser’s Worker is lighter than a process of the operating system and heavier to start than one of its threads; and WebAssembly has no GIL, so threads run in parallel here, as they do in C, Rust or Java. What the article says of threads in Python is about CPython.

## What is missing

isolation-reloading = Preparing shared memory: the page reloads once.
isolation-insecure-context = Threads cannot run here: the page did not come over HTTPS, and without that the browser does not let Workers share memory. Processes run all the same.
isolation-no-shared-memory = Threads cannot run here: this browser has shared memory switched off. Processes run all the same. Another browser, or a newer version, can do both.
isolation-no-service-worker = Threads cannot run here: the site sends no isolation headers, and this window (a private one, perhaps) has no service worker that could add them. Processes run all the same. An ordinary window may help.
isolation-foreign-iframe = Threads cannot run inside this page: the browser lets Workers share memory only in an isolated page, and it does not isolate this frame. Processes run all the same. In a tab of its own, everything runs.
isolation-refused = Threads cannot run here: the browser refused the service worker that would isolate the page. Processes run all the same. Allow site data for this site and reload.
isolation-reload-did-not-help = Threads cannot run here: the page was reloaded, and the browser still does not isolate it. Processes run all the same. Reloading once more, or another browser, may help.

## Errors: what happened, and what to do

error-parameter = { $field }: “{ $value }” is not allowed. Allowed: { $allowed }.
error-parameter-topologies = { $field }: “{ $value }” is not allowed. Choose at least one of 1xN, Nx1 and PxT, or name topologies such as 2x4, each once, separated by commas; at most 64 lanes each.
error-unknown-parameter = There is no parameter “{ $field }”. Known are: { $known }.
error-unknown-lab = There is no experiment “{ $lab }”. Known are: { $known }.
error-spawn = Process { $process } could not be started ({ $reason }). Check the connection, reload the page and run again.
error-panicked = Process { $process } panicked ({ $reason }). All processes of the run were ended; you can run again. If it happens again, please report it.
error-died = Process { $process } died ({ $reason }). All other processes of the run were ended; you can run again.
error-stuck = Process { $process } gave no sign of life for { $seconds } seconds and was ended. Try fewer workers or a smaller size.
error-protocol = The parts of the page did not understand each other ({ $reason }). Reload the page; it may have been updated while it was open.
error-disagree = { $topology } answered { $answer }, but the first topology answered { $expected }. That must not happen: the times were thrown away. Please report it.
error-loading = The lab could not be loaded. Check the connection and reload the page.
error-too-short = The work is done before this browser’s clock can see time pass. Choose a larger size.
error-unavailable = This run needs something that is not available here: { $capability }. Choose processes (N×1), or open the page in a tab of its own.
capability-cross-origin-isolation = shared memory, for want of cross-origin isolation
error-cancelled = Stopped. All processes have been ended.
error-busy = Another run is under way. Wait for it, or stop it first.
error-wasm = The experiment’s WebAssembly could not be loaded ({ $reason }). Check the connection and press Run, or reload the page.
error-no-wasm = This browser has no WebAssembly ({ $reason }), and the experiment cannot run. Use a current version of Chrome, Edge, Firefox or Safari, and allow WebAssembly.
error-no-simd = This browser lacks the vector instructions of WebAssembly that the experiment is built with ({ $reason }). Use a current version of Chrome, Edge, Firefox or Safari.
error-conductor = The part that leads the experiment broke down ({ $reason }) and was ended. Press Run: it will be started anew.
error-silent = The experiment did not answer within { $seconds } seconds and was ended. Press Run: it will be started anew.
