# Format specifications of numbers.
for number in [0, 7, -7, 42, 255, -255, 1234567, 10**20]:
    print(f"[{number}] [{number:5}] [{number:<5}] [{number:^9}] [{number:>12}] [{number:+}] [{number: }] [{number:05}] [{number:=+8}]")
    print(f"[{number:x}] [{number:#x}] [{number:X}] [{number:b}] [{number:#b}] [{number:o}] [{number:#o}] [{number:,}] [{number:_}] [{number:012,}]")
    print(f"[{number:.2f}] [{number:e}] [{number:g}] [{number:%}] [{number:*^15}] [{number:#010x}] [{number:d}] [{number:n}]")
for number in [0.0, -0.0, 1.0, 3.14159, -2.5, 1e10, 1e-10, 123456.789, 1e100, 0.5, float("inf"), float("nan")]:
    print(f"[{number}] [{number:8.3f}] [{number:.0f}] [{number:.1e}] [{number:g}] [{number:.3g}] [{number:+.2f}] [{number:,.2f}]")
    print(f"[{number:010.2f}] [{number:<12}] [{number:^12.1f}] [{number:%}] [{number:.1%}] [{number:E}] [{number:G}] [{number:.3}] [{number:10}]")
print(f"{5:c} {97:c} {True:5} {True:d} {3:.1f} {12345.678:_.1f} {1e6:,} {-0.0001:.2f} {0.000001234:.3g} {1234567.0:g}")
