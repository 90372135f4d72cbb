# Dijkstra's and Floyd's shortest ways.
graph = {
    "a": {"b": 7, "c": 9, "f": 14},
    "b": {"a": 7, "c": 10, "d": 15},
    "c": {"a": 9, "b": 10, "d": 11, "f": 2},
    "d": {"b": 15, "c": 11, "e": 6},
    "e": {"d": 6, "f": 9},
    "f": {"a": 14, "c": 2, "e": 9},
    "z": {},
}


def dijkstra(start):
    distance = {start: 0}
    before = {}
    open_nodes = [(0, start)]
    while open_nodes:
        open_nodes.sort(reverse=True)
        d, node = open_nodes.pop()
        if d > distance[node]:
            continue
        for neighbour, length in graph[node].items():
            if d + length < distance.get(neighbour, float("inf")):
                distance[neighbour] = d + length
                before[neighbour] = node
                open_nodes.append((d + length, neighbour))
    return distance, before


def way(before, target):
    nodes = [target]
    while nodes[-1] in before:
        nodes.append(before[nodes[-1]])
    return "-".join(reversed(nodes))


distance, before = dijkstra("a")
for node in graph:
    print(node, distance.get(node, "unreachable"), way(before, node))
infinity = float("inf")
names = list(graph)
table = [[0 if a == b else graph[a].get(b, infinity) for b in names] for a in names]
for k in range(len(names)):
    for i in range(len(names)):
        for j in range(len(names)):
            table[i][j] = min(table[i][j], table[i][k] + table[k][j])
for row in table:
    print(row)
print([table[0][names.index(n)] == distance.get(n, infinity) for n in names])
