package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	zone       = ".svc.cluster.local."
	ttlSeconds = 1
	// As many IPv4 addresses as fit into an answer of 512 bytes, which every resolver takes without asking again over TCP.
	mostAddresses = 24
)

// names answers for Services and, by host name, for the pods behind a headless one. It is the part of a cluster's DNS which jobs on
// several nodes need to find each other; no other name exists, because nothing of the test cluster leaves the machine.
type names struct {
	services corelisters.ServiceLister
	slices   discoverylisters.EndpointSliceLister
}

func serveNames(kubeconfig, address string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	known := &names{
		services: factory.Core().V1().Services().Lister(),
		slices:   factory.Discovery().V1().EndpointSlices().Lister(),
	}
	ctx := context.Background()
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	connection, err := net.ListenPacket("udp", address)
	if err != nil {
		return err
	}
	fmt.Printf("answering at %s\n", connection.LocalAddr())
	return known.serve(connection)
}

func (n *names) serve(connection net.PacketConn) error {
	buffer := make([]byte, 4096)
	for {
		size, from, err := connection.ReadFrom(buffer)
		if err != nil {
			return err
		}
		if answer, err := n.answer(buffer[:size]); err == nil {
			_ = connection.SetWriteDeadline(time.Now().Add(time.Second))
			_, _ = connection.WriteTo(answer, from)
		}
	}
}

func (n *names) answer(request []byte) ([]byte, error) {
	var parser dnsmessage.Parser
	header, err := parser.Start(request)
	if err != nil {
		return nil, err
	}
	question, err := parser.Question()
	if err != nil {
		return nil, err
	}
	addresses, isKnown := n.find(strings.ToLower(question.Name.String()))
	reply := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: header.ID, Response: true, Authoritative: true, RecursionDesired: header.RecursionDesired, RecursionAvailable: true},
		Questions: []dnsmessage.Question{question},
	}
	if !isKnown {
		reply.RCode = dnsmessage.RCodeNameError
	}
	if question.Type == dnsmessage.TypeA {
		for _, address := range addresses[:min(len(addresses), mostAddresses)] {
			reply.Answers = append(reply.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: question.Name, Class: dnsmessage.ClassINET, TTL: ttlSeconds},
				Body:   &dnsmessage.AResource{A: [4]byte(address)},
			})
		}
	}
	return reply.Pack()
}

// find returns the addresses of `service.namespace.svc.cluster.local.` or `host.service.namespace.svc.cluster.local.`, and whether
// there is such a name.
func (n *names) find(name string) (addresses []net.IP, isKnown bool) {
	rest, isOurs := strings.CutSuffix(name, zone)
	parts := strings.Split(rest, ".")
	if !isOurs || len(parts) < 2 || len(parts) > 3 {
		return nil, false
	}
	host, place := parts[0], parts[len(parts)-2:]
	service, err := n.services.Services(place[1]).Get(place[0])
	if err != nil {
		return nil, false
	}
	isHost := len(parts) == 3
	if address := net.ParseIP(service.Spec.ClusterIP).To4(); address != nil {
		if isHost {
			return nil, false
		}
		return []net.IP{address}, true
	}
	for _, endpoint := range n.endpoints(service) {
		if !isHost || (endpoint.Hostname != nil && *endpoint.Hostname == host) {
			addresses = append(addresses, ipv4(endpoint.Addresses)...)
		}
	}
	return addresses, len(addresses) > 0
}

func (n *names) endpoints(service *core.Service) (ready []discovery.Endpoint) {
	ofService := labels.SelectorFromSet(labels.Set{discovery.LabelServiceName: service.Name})
	slices, err := n.slices.EndpointSlices(service.Namespace).List(ofService)
	if err != nil {
		return nil
	}
	for _, slice := range slices {
		for _, endpoint := range slice.Endpoints {
			// Ready is true for what publishNotReadyAddresses publishes, too.
			if endpoint.Conditions.Ready == nil || *endpoint.Conditions.Ready {
				ready = append(ready, endpoint)
			}
		}
	}
	return ready
}

func ipv4(texts []string) (addresses []net.IP) {
	for _, text := range texts {
		if address := net.ParseIP(text).To4(); address != nil {
			addresses = append(addresses, address)
		}
	}
	return addresses
}
