# Two threads hand a turn to each other with two locks.
import threading

ping, pong = threading.Lock(), threading.Lock()
log = []


def player(name, mine, other, rounds):
    for number in range(rounds):
        mine.acquire()
        log.append(f"{name}{number}")
        other.release()


ping.acquire()
pong.acquire()
a = threading.Thread(target=player, args=("ping", ping, pong, 5))
b = threading.Thread(target=player, args=("pong", pong, ping, 5))
b.start()
a.start()
ping.release()
a.join()
b.join()
print(" ".join(log))
print(ping.locked(), pong.locked())
