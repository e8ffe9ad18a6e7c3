// Command kube is every Kubernetes process of the test cluster in one static binary: `kube kube-apiserver --flags…`, `kube etcd …`.
// One link instead of seven, and the processes share the pages of the program.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	_ "k8s.io/client-go/plugin/pkg/client/auth"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	"k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
	_ "time/tzdata"
)

var upstream = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllermanager.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
	"kube-proxy":              proxy.NewProxyCommand,
	"kubelet":                 func() *cobra.Command { return kubelet.NewKubeletCommand(context.Background()) },
	"kubectl":                 cmd.NewDefaultKubectlCommand,
}

// own are the programs of this module: their arguments, at least that many of them.
var own = map[string]struct {
	arguments int
	run       func(arguments []string) error
}{
	"certs":    {1, func(arguments []string) error { return certs(arguments[0], arguments[1:]) }},
	"dns":      {2, func(arguments []string) error { return serveNames(arguments[0], arguments[1]) }},
	"fake-gpu": {3, fakeGPUs},
}

const usage = `usage: kube certs <directory> [host name or address]…
       kube dns <kubeconfig> <address:port>
       kube fake-gpu <device plugin directory> <resource> <count>
       kube etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kubelet|kube-proxy|kubectl [flags]`

func main() {
	if len(os.Args) < 2 {
		fail(2, usage)
	}
	os.Args = os.Args[1:]
	name := os.Args[0]
	if program, isOwn := own[name]; isOwn && len(os.Args) > program.arguments {
		if err := program.run(os.Args[1:]); err != nil {
			fail(1, err)
		}
		return
	}
	if name == "etcd" {
		etcdmain.Main(os.Args)
		return
	}
	command, isUpstream := upstream[name]
	if !isUpstream {
		fail(2, usage)
	}
	os.Exit(cli.Run(command()))
}

func fakeGPUs(arguments []string) error {
	count, err := strconv.Atoi(arguments[2])
	if err != nil {
		return err
	}
	return serveFakeGPUs(arguments[0], arguments[1], count)
}

func fail(status int, why any) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(status)
}
