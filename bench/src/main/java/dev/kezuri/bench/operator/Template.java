// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

/** Objects as text. */
final class Template {
  private Template() {}

  /** Name, namespace: a pod as a Deployment makes it, before Kezuri's part is added. */
  static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: %s
        namespace: %s
        labels: {app: orders, app.kubernetes.io/part-of: shop, pod-template-hash: 7d9c6b5f4}
        annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9090"}
        ownerReferences:
        - {apiVersion: apps/v1, kind: ReplicaSet, name: orders-7d9c6b5f4, controller: true,
           blockOwnerDeletion: true, uid: 0b2f4a66-52c5-4b5c-9a0e-3c8c5f6e2d11}
      spec:
        serviceAccountName: orders
        automountServiceAccountToken: false
        terminationGracePeriodSeconds: 30
        containers:
        - name: app
          image: registry.example/shop/orders@sha256:4b0c7a3f1f5b8e8f0f4b7f0c2d6e9a1b3c5d7e9f
          ports: [{containerPort: 8080, name: http}, {containerPort: 9090, name: metrics}]
          env: &env
          - {name: DATABASE_URL, value: "postgres://orders.shop.svc.cluster.local:5432/orders"}
          - {name: JAVA_TOOL_OPTIONS, value: "-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"}
          - {name: LOG_LEVEL, value: info}
          - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
          - {name: PASSWORD, valueFrom: {secretKeyRef: {name: orders, key: password}}}
          - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://collector.observe.svc:4317"}
          - {name: OTEL_SERVICE_NAME, value: orders}
          - {name: FEATURES, value: "fast-checkout,split-payments,gift-cards"}
          resources: {requests: {cpu: 500m, memory: 512Mi}, limits: {memory: 512Mi}}
          livenessProbe: {httpGet: {path: /live, port: http}, periodSeconds: 10}
          readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 5}
          volumeMounts: [{name: config, mountPath: /etc/orders}, {name: tmp, mountPath: /tmp}]
        - name: proxy
          image: registry.example/shop/proxy@sha256:9a1b3c5d7e9f4b0c7a3f1f5b8e8f0f4b7f0c2d6e
          env: *env
          resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
          readinessProbe: {tcpSocket: {port: 15020}, periodSeconds: 5}
        volumes:
        - {name: config, configMap: {name: orders}}
        - {name: tmp, emptyDir: {}}
        tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute,
                       tolerationSeconds: 300}]
      """;

  static String generator(String name, String spec) {
    return """
        {"apiVersion":"kezuri.dev/v1alpha1","kind":"IdGenerator","metadata":{"name":"%s"},
         "spec":%s}
        """
        .formatted(name, spec);
  }

  static String namespace(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
        + name
        + "\"}}";
  }

  /** A merge patch of a pod's status: the sidecar's state, and that of the application. */
  static String status(String phase, String sidecar, boolean started, String app) {
    return """
        status:
          phase: %s
          initContainerStatuses:
          - {name: kezuri-sidecar, image: s, imageID: s, ready: %2$s, started: %2$s,
             restartCount: 0, state: %3$s}
          containerStatuses:
          - {name: app, image: a, imageID: a, ready: false, restartCount: 0, state: %4$s}
          - {name: proxy, image: a, imageID: a, ready: false, restartCount: 0, state: %4$s}
        """
        .formatted(phase, started, sidecar, app);
  }
}
